package io.margay.push.mqtt.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.Settings;
import io.margay.push.PushException;
import io.margay.push.SecretFiles;
import io.margay.push.net.PemTrust;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;

/**
 * The broker that {@code pushMethod.mqtt} names, and who we are to it.
 *
 * @param uri as Paho wants it: {@code tcp://host:port} or {@code ssl://host:port}
 * @param clientId empty for one made up
 * @param user empty for none
 * @param passwordSecret the file with the password of the user
 * @param caSecret the PEM file with the authorities that may sign for the broker; empty for Java's
 *     own list
 */
record BrokerSettings(
    String uri, String clientId, String user, String passwordSecret, String caSecret) {
  private static final Map<String, String> SCHEMES =
      Map.of("tcp", "tcp", "mqtt", "tcp", "ssl", "ssl", "mqtts", "ssl", "tls", "ssl");
  private static final String TLS = "ssl";
  private static final int PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int KEEP_ALIVE_SECONDS = 60;

  static BrokerSettings of(Settings settings) {
    String user = settings.text(List.of("user")).orElse("");
    String password = settings.text(List.of("passwordSecret")).orElse("");
    if (user.isEmpty() && !password.isEmpty()) {
      settings.complain("user", "a value, as there is a passwordSecret");
    }
    return new BrokerSettings(
        uri(settings),
        settings.text(List.of("clientId")).orElse(""),
        user,
        password,
        settings.text(List.of("caSecret")).orElse(""));
  }

  private static String uri(Settings settings) {
    String address = settings.text("address");
    Optional<String> uri = uri(address.contains("://") ? address : "tcp://" + address);
    if (uri.isEmpty() && !address.isEmpty()) {
      settings.complain("address", "a broker, such as tcp://10.0.0.1:1883 or ssl://host:8883");
    }
    return uri.orElse("tcp://localhost:" + PORT);
  }

  private static Optional<String> uri(String address) {
    try {
      URI found = new URI(address);
      String scheme = SCHEMES.get(String.valueOf(found.getScheme()));
      if (scheme == null
          || found.getHost() == null
          || found.getRawUserInfo() != null
          || found.getRawPath().length() > 1) {
        return Optional.empty();
      }
      int usual = scheme.equals(TLS) ? TLS_PORT : PORT;
      int port = found.getPort() < 0 ? usual : found.getPort();
      return Optional.of(scheme + "://" + found.getHost() + ":" + port);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Where records go: equal for those that may share a connection. */
  String target() {
    return uri
        + (user.isEmpty() ? "" : " as " + user)
        + (clientId.isEmpty() ? "" : " (" + clientId + ")");
  }

  /** How Paho connects: a new session each time, the broker's certificate checked. */
  MqttConnectOptions options(SecretFiles secrets, Deadline deadline, int window)
      throws PushException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(true);
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout((int) Math.max(1, deadline.remainingMillis() / 1_000));
    // Paho wakes whoever waits for an acknowledgement before it counts it.
    options.setMaxInflight(2 * window);
    if (!user.isEmpty()) {
      options.setUserName(user);
      if (!passwordSecret.isEmpty()) {
        options.setPassword(secrets.read(passwordSecret).toCharArray());
      }
    }
    if (uri.startsWith(TLS)) {
      options.setHttpsHostnameVerificationEnabled(true);
      if (!caSecret.isEmpty()) {
        options.setSocketFactory(PemTrust.socketFactory(caSecret, secrets.read(caSecret)));
      }
    }
    return options;
  }
}
