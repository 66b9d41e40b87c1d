package io.margay.push.tdengine.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.push.PushSettings;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database behind a taosAdapter, as whom it is used, and the super table of all samples.
 *
 * @param adapter scheme, host and port
 * @param passwordSecret name of the secret that holds the password
 * @param caSecret name of the secret with the authorities of the adapter; empty for Java's own list
 */
record Database(
    String adapter,
    String name,
    String stable,
    String userName,
    String passwordSecret,
    String caSecret) {
  private static final String DEFAULT_PORT = "6041";
  private static final String DEFAULT_STABLE = "samples";
  private static final String DEFAULT_USER = "root";
  private static final String DEFAULT_SECRET = "tdengine-password";

  /** A host, or an IPv6 address in brackets, and perhaps a scheme and a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("(https?://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?/?");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final String A_NAME = "a name of letters, digits and _";

  /** Reads {@code TDEngineClientConfig}, as KubeEdge calls it. */
  static Database read(PushSettings push, Consumer<Problem> problems) {
    Settings client = push.read(problems).object("TDEngineClientConfig");
    if (client.has("password")) {
      client.complain("password", "passwordSecret, the name of a file in conf/secrets");
    }
    String userName = client.text(List.of("userName")).orElse(DEFAULT_USER);
    if (userName.isEmpty() || userName.contains(":")) {
      client.complain("userName", "a name without a colon");
    }
    return new Database(
        adapter(client),
        name(client, "dbName", client.text("dbName")),
        name(client, "stable", client.text(List.of("stable")).orElse(DEFAULT_STABLE)),
        userName,
        client.text(List.of("passwordSecret")).orElse(DEFAULT_SECRET),
        client.text(List.of("caSecret")).orElse(""));
  }

  private static String adapter(Settings client) {
    Matcher address = ADDRESS.matcher(client.text("addr"));
    if (!address.matches()) {
      if (client.has("addr")) {
        client.complain("addr", "an address such as 10.0.0.1:6041");
      }
      return "";
    }
    String scheme = address.group(1) == null ? "http://" : address.group(1);
    String port = address.group(3) == null ? DEFAULT_PORT : address.group(3);
    return scheme + address.group(2) + ":" + port;
  }

  private static String name(Settings client, String key, String name) {
    if (client.has(key) && !NAME.matcher(name).matches()) {
      client.complain(key, A_NAME);
    }
    return name;
  }

  /** Where statements are posted to. */
  URI sqlAddress() {
    return URI.create("%s/rest/sql/%s".formatted(adapter, name));
  }

  /** In words that people know it by. */
  @Override
  public String toString() {
    String key = passwordSecret.equals(DEFAULT_SECRET) ? "" : " with " + passwordSecret;
    return "%s database %s as %s, %s%s".formatted(adapter, name, userName, stable, key);
  }
}
