package io.margay.driver.plc4x.internal.plc;

import static java.util.Objects.requireNonNull;

import io.margay.driver.plc4x.internal.library.Protocol;
import io.margay.driver.plc4x.internal.library.Target;
import io.netty.channel.Channel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.plc4x.java.api.PlcConnection;
import org.apache.plc4x.java.api.PlcDriver;
import org.apache.plc4x.java.api.authentication.PlcUsernamePasswordAuthentication;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.spi.Plc4xProtocolBase;
import org.apache.plc4x.java.spi.connection.AbstractPlcConnection;
import org.apache.plc4x.java.spi.connection.ChannelExposingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of PLC4X and all that was started for it, so that all of it can be ended. */
final class Wire {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

  private static final String LONGEST_TIMEOUT_MILLIS = "600000";

  private final Target target;
  private final ConnectionContext context;
  private final Object state = new Object();

  // guarded by state
  private @Nullable AbstractPlcConnection connection;
  private boolean ended;

  Wire(ClassLoader loader, Target target) {
    this.target = target;
    this.context = new ConnectionContext(loader, target.protocol());
  }

  Protocol protocol() {
    return target.protocol();
  }

  /** Connects. Waits without an end, unless it is interrupted or ended. */
  void connect() throws PlcConnectionException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(context);
    try {
      made().connect();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private PlcConnection made() throws PlcConnectionException {
    PlcDriver driver = Dialect.of(target.protocol()).driver().get();
    PlcConnection fresh =
        target.login().isEmpty()
            ? driver.getConnection(url(driver))
            : driver.getConnection(
                url(driver),
                new PlcUsernamePasswordAuthentication(
                    target.login().get().user(), target.login().get().password()));
    synchronized (state) {
      if (ended) {
        throw new PlcConnectionException("ended");
      }
      connection = (AbstractPlcConnection) fresh;
    }
    return fresh;
  }

  /**
   * For the very driver that is meant, with the secrets as options, without OPC UA's search for a
   * certificate that nobody needs, and without S7's patience of a second: the engine has its own.
   */
  private String url(PlcDriver driver) {
    String word = target.protocol().word();
    StringBuilder url =
        new StringBuilder(driver.getProtocolCode() + target.url().substring(word.length()));
    for (Map.Entry<String, String> secret : target.secrets().entrySet()) {
      option(url, secret.getKey(), secret.getValue());
    }
    if (target.protocol() == Protocol.OPCUA
        && !target.url().contains("security-policy=")
        && !target.url().contains("discovery=")) {
      option(url, "discovery", "false");
    }
    if (target.protocol() == Protocol.S7 && !target.url().contains("read-timeout=")) {
      option(url, "read-timeout", LONGEST_TIMEOUT_MILLIS);
    }
    return url.toString();
  }

  private static void option(StringBuilder url, String key, String value) {
    url.append(url.indexOf("?") < 0 ? '?' : '&')
        .append(key)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  AbstractPlcConnection connection() {
    synchronized (state) {
      return requireNonNull(connection, "a connection that is used was made");
    }
  }

  boolean isOpen() {
    synchronized (state) {
      return !ended && connection != null && connection.isConnected();
    }
  }

  /** Calls back when the connection is lost or ended; at once if it is so already. */
  void onLoss(Runnable listener) {
    if (connection() instanceof ChannelExposingConnection exposing) {
      Channel channel = exposing.getChannel();
      if (channel != null) {
        channel.closeFuture().addListener(closed -> listener.run());
      }
    }
  }

  /**
   * Says goodbye if there is somebody to say it to, and stops all that runs. May wait for the
   * device, for some seconds.
   */
  void end() {
    AbstractPlcConnection last;
    synchronized (state) {
      ended = true;
      last = connection;
    }
    try {
      if (last != null && last.isConnected()) {
        last.close();
      }
    } catch (Exception e) {
      LOG.debug("{} did not close as it should: {}", target, Patience.words(e));
    } finally {
      context.end();
      if (last != null) {
        stop(last.getProtocol());
      }
    }
  }

  /** PLC4X stops a protocol's threads only when the connection was complete. */
  private void stop(@Nullable Plc4xProtocolBase<?> protocol) {
    try {
      if (protocol != null) {
        protocol.close(null);
      }
    } catch (RuntimeException e) {
      LOG.debug("{} did not stop as it should: {}", target, Patience.words(e));
    }
  }
}
