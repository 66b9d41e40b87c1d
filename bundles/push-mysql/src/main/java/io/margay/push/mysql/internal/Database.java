package io.margay.push.mysql.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.push.PushSettings;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database of a server, and as whom it is used.
 *
 * @param passwordSecret name of the secret that holds the password; empty where none is needed
 */
record Database(String host, int port, String name, String userName, String passwordSecret) {
  private static final int DEFAULT_PORT = 3306;
  private static final String DEFAULT_USER = "root";
  private static final String DEFAULT_SECRET = "mysql-password";

  /** A host, or an IPv6 address in brackets, and perhaps a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  /** What a name may hold, so that it can be no more than a name in the address of a driver. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,64}");

  /** Reads {@code mysqlClientConfig}, as KubeEdge calls it. */
  static Database read(PushSettings push, Consumer<Problem> problems) {
    Settings client = push.read(problems).object("mysqlClientConfig");
    if (client.has("password")) {
      client.complain("password", "passwordSecret, the name of a file in conf/secrets");
    }
    String name = client.text("database");
    if (client.has("database") && !NAME.matcher(name).matches()) {
      client.complain("database", "a name of letters, digits, _, $ and -");
    }
    String userName = client.text(List.of("userName")).orElse(DEFAULT_USER);
    String secret = client.text(List.of("passwordSecret")).orElse(DEFAULT_SECRET);
    Matcher address = ADDRESS.matcher(client.text("addr"));
    if (!address.matches() || port(address) > 65_535) {
      if (client.has("addr")) {
        client.complain("addr", "an address such as 10.0.0.1:3306");
      }
      return new Database("", DEFAULT_PORT, name, userName, secret);
    }
    return new Database(address.group(1), port(address), name, userName, secret);
  }

  private static int port(Matcher address) {
    return address.group(2) == null ? DEFAULT_PORT : Integer.parseInt(address.group(2));
  }

  /** The address as the driver wants it. */
  String url() {
    return "jdbc:mariadb://%s:%d/%s".formatted(host, port, name);
  }

  /** In words that people know it by. */
  @Override
  public String toString() {
    String key = passwordSecret.equals(DEFAULT_SECRET) ? "" : " with " + passwordSecret;
    return "mysql://%s@%s:%d/%s%s".formatted(userName, host, port, name, key);
  }
}
