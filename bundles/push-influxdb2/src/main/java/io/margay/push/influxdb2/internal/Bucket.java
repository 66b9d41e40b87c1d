package io.margay.push.influxdb2.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.push.PushSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bucket that points go to.
 *
 * @param server its address without a slash at the end
 * @param tokenSecret name of the secret that opens it; empty where none is needed
 * @param caSecret name of the secret with the authorities of the server; empty for Java's own list
 */
record Bucket(String server, String org, String name, String tokenSecret, String caSecret) {
  private static final String DEFAULT_SECRET = "influxdb2-token";
  private static final String EXPECTED_URL = "an address such as http://10.0.0.1:8086";

  /** Reads {@code influxdb2ClientConfig}, as KubeEdge calls it. */
  static Bucket read(PushSettings push, Consumer<Problem> problems) {
    Settings client = push.read(problems).object("influxdb2ClientConfig");
    if (client.has("token")) {
      client.complain("token", "tokenSecret, the name of a file in conf/secrets");
    }
    String url = client.text("url");
    String server = server(url);
    if (server == null && client.has("url")) {
      client.complain("url", EXPECTED_URL);
    }
    return new Bucket(
        server == null ? url : server,
        client.text("org"),
        client.text("bucket"),
        client.text(List.of("tokenSecret")).orElse(DEFAULT_SECRET),
        client.text(List.of("caSecret")).orElse(""));
  }

  private static @Nullable String server(String url) {
    try {
      URI uri = new URI(url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getHost() != null;
      return web && bare ? url.replaceFirst("/+$", "") : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Where points are posted to, with times in nanoseconds. */
  URI writeAddress() {
    return URI.create(
        "%s/api/v2/write?org=%s&bucket=%s&precision=ns"
            .formatted(server, URLEncoder.encode(org, UTF_8), URLEncoder.encode(name, UTF_8)));
  }

  /** In words that people know it by. */
  @Override
  public String toString() {
    String key = tokenSecret.equals(DEFAULT_SECRET) ? "" : " with " + tokenSecret;
    return "%s bucket %s/%s%s".formatted(server, org, name, key);
  }
}
