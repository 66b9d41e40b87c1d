package io.margay.bus.internal.bridge;

import static java.util.Objects.requireNonNull;

import io.margay.bus.internal.access.TextFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.jspecify.annotations.Nullable;

/**
 * The other broker, and who we are to it.
 *
 * @param server {@code tcp://host:port} or {@code ssl://host:port}
 * @param passwordFile whose first line is told with the user; read at each attempt, as those of TLS
 *     are, so that new ones are taken without a restart
 * @param tls used with ssl only
 */
record RemoteBroker(
    String server,
    String clientId,
    String user,
    @Nullable Path passwordFile,
    TlsFiles tls,
    int keepAliveSeconds,
    int connectTimeoutSeconds,
    int window) {
  private static final Set<String> SCHEMES = Set.of("tcp", "ssl");
  private static final String TLS = "ssl";

  /**
   * @throws IllegalArgumentException naming the key, what was found and what was expected
   */
  RemoteBroker {
    requireNonNull(clientId, "clientId");
    address(server);
    inRange("keepAliveSeconds", keepAliveSeconds, 1, 65_535);
    inRange("connectTimeoutSeconds", connectTimeoutSeconds, 1, 3_600);
    inRange("maxInFlight", window, 1, 32_767);
  }

  /** Where it is. */
  URI address() {
    return address(server);
  }

  private static URI address(String server) {
    try {
      URI address = new URI(server);
      if (SCHEMES.contains(String.valueOf(address.getScheme()))
          && address.getHost() != null
          && address.getPort() > 0
          && address.getRawPath().isEmpty()) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "server: found \"" + server + "\", expected tcp://host:port or ssl://host:port");
  }

  private static void inRange(String key, int found, int least, int most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "%s: found %d, expected %d to %d".formatted(key, found, least, most));
    }
  }

  /**
   * How Paho connects: with a session that the broker keeps, so that it holds for us what comes
   * while we are away; with TLS, the certificate must be of the host.
   *
   * @throws IllegalArgumentException naming the file that cannot be used
   */
  MqttConnectOptions options() {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(false);
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(keepAliveSeconds);
    options.setConnectionTimeout(connectTimeoutSeconds);
    // Paho wakes whoever waits for an acknowledgement before it counts it.
    options.setMaxInflight(2 * window);
    if (!user.isEmpty()) {
      options.setUserName(user);
      options.setPassword(password());
    }
    if (address().getScheme().equals(TLS)) {
      options.setSocketFactory(tls.socketFactory());
      options.setHttpsHostnameVerificationEnabled(true);
    }
    return options;
  }

  private char[] password() {
    try {
      String text = passwordFile == null ? "" : TextFile.readSecret(passwordFile);
      return text.lines().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw new IllegalArgumentException("the password cannot be read: " + e, e);
    }
  }

  @Override
  public String toString() {
    return server + " as " + clientId;
  }
}
