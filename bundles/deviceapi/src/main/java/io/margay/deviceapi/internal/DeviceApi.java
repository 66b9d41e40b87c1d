package io.margay.deviceapi.internal;

import io.margay.dmi.access.DeviceAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the device API as it is configured. What keeps it from listening is told in the log; the
 * node goes on. Without a token it listens to this machine only.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "io.margay.deviceapi")
@Designate(ocd = DeviceApiConfig.class)
public final class DeviceApi {
  private static final Logger LOG = LoggerFactory.getLogger("margay.deviceapi");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final @Nullable ApiServer server;

  /** Starts to listen. */
  @Activate
  public DeviceApi(@Reference DeviceAccess access, DeviceApiConfig config, BundleContext context) {
    String home = context.getProperty("margay.home");
    this.server = opened(access, config, Path.of(home == null ? "" : home, "conf"));
  }

  /** Opens no API, and says why, when the settings do not allow it. */
  static @Nullable ApiServer opened(DeviceAccess access, DeviceApiConfig config, Path conf) {
    if (!config.enabled()) {
      return null;
    }
    try {
      InetSocketAddress address = address(config);
      AccessToken token =
          config.token().isBlank() ? null : AccessToken.read(file(conf, config.token()));
      if (token == null && !address.getAddress().isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "host: found %s without a token, expected 127.0.0.1, or token=<file in conf/>"
                .formatted(config.host()));
      }
      ApiServer server =
          ApiServer.open(
              address, new Gate(token), access, config.legacyWrites(), PATIENCE, Clock.systemUTC());
      LOG.info(
          "device API on http://{}:{}/api/v1/{}",
          inUrl(config.host().strip()),
          server.port(),
          token == null ? "" : ", for callers with the token");
      return server;
    } catch (NoSuchFileException e) {
      LOG.error("no device API: token: there is no file {}", e.getMessage());
    } catch (IOException e) {
      LOG.error("no device API on {}:{}: {}", config.host(), config.port(), e.getMessage());
    } catch (IllegalArgumentException e) {
      LOG.error("no device API: {}", e.getMessage());
    }
    return null;
  }

  private static InetSocketAddress address(DeviceApiConfig config) throws IOException {
    if (config.port() < 0 || config.port() > 65_535) {
      throw new IllegalArgumentException(
          "port: found %d, expected 0 to 65535".formatted(config.port()));
    }
    if (config.host().isBlank()) {
      throw new IllegalArgumentException("host: found nothing, expected an address or a name");
    }
    return new InetSocketAddress(InetAddress.getByName(config.host().strip()), config.port());
  }

  private static String inUrl(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  private static Path file(Path conf, String name) {
    Path folder = conf.toAbsolutePath().normalize();
    Path file = folder.resolve(name.strip()).normalize();
    if (!file.startsWith(folder)) {
      throw new IllegalArgumentException(
          "token: found \"%s\", expected a file in %s".formatted(name, folder));
    }
    return file;
  }

  /** Closes every connection. */
  @Deactivate
  public void stop() {
    if (server != null) {
      server.close();
    }
  }
}
