package io.margay.push.redis.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.push.PushSettings;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database of a Redis server, and as whom it is used.
 *
 * @param userName empty for Redis' default user
 * @param passwordSecret name of the secret that holds the password; empty where none is needed
 */
record RedisServer(String host, int port, int db, String userName, String passwordSecret) {
  private static final int DEFAULT_PORT = 6379;
  private static final int LAST_DB = 1_000_000;

  /** A host, or an IPv6 address in brackets, and perhaps a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  /** Reads {@code redisClientConfig}, as KubeEdge calls it; its pool sizes mean nothing here. */
  static RedisServer read(PushSettings push, Consumer<Problem> problems) {
    Settings client = push.read(problems).object("redisClientConfig");
    if (client.has("password")) {
      client.complain("password", "passwordSecret, the name of a file in conf/secrets");
    }
    String secret = client.text(List.of("passwordSecret")).orElse("");
    String userName = client.text(List.of("userName")).orElse("");
    if (!userName.isEmpty() && secret.isEmpty()) {
      client.complain("passwordSecret", "the name of a file in conf/secrets, as there is a user");
    }
    int db = (int) client.integerOr(0, 0, LAST_DB, "db");
    Matcher address = ADDRESS.matcher(client.text("addr"));
    if (!address.matches() || port(address) > 65_535) {
      if (client.has("addr")) {
        client.complain("addr", "an address such as 10.0.0.1:6379");
      }
      return new RedisServer("", DEFAULT_PORT, db, userName, secret);
    }
    return new RedisServer(address.group(1), port(address), db, userName, secret);
  }

  private static int port(Matcher address) {
    return address.group(2) == null ? DEFAULT_PORT : Integer.parseInt(address.group(2));
  }

  /** In words that people know it by. */
  @Override
  public String toString() {
    String who = userName.isEmpty() ? "" : userName + "@";
    String key = passwordSecret.isEmpty() ? "" : " with " + passwordSecret;
    return "redis://%s%s:%d/%d%s".formatted(who, host, port, db, key);
  }
}
