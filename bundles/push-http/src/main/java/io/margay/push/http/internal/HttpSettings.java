package io.margay.push.http.internal;

import io.margay.dmi.driver.Settings;
import io.margay.push.net.WebAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What {@code pushMethod.http} says.
 *
 * @param url host, port and path in one
 * @param timeoutMillis of one post
 * @param legacy whether KubeEdge's form is sent instead of JSON
 */
record HttpSettings(URI url, long timeoutMillis, boolean legacy, WebAccess access) {
  private static final String HOST = "hostName";
  private static final String PATH = "requestPath";
  private static final String FORMAT = "format";
  private static final Map<String, Boolean> FORMATS = Map.of("json", false, "legacy", true);
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final URI NOWHERE = URI.create("http://localhost/");

  static HttpSettings of(Settings settings) {
    boolean legacy = settings.has(FORMAT) && settings.choice(FORMATS, FORMAT).orElse(false);
    return new HttpSettings(
        url(settings),
        settings.integerOr(10_000, 1, 600_000, "timeout"),
        legacy,
        WebAccess.of(settings));
  }

  private static URI url(Settings settings) {
    String host = settings.text(HOST);
    int scheme = host.indexOf("://");
    String name = scheme < 0 ? "http" : host.substring(0, scheme).toLowerCase(Locale.ROOT);
    String rest = scheme < 0 ? host : host.substring(scheme + 3);
    long port = settings.integerOr(0, 1, 65_535, "port");
    String path = settings.text(List.of(PATH)).orElse("");
    String slashed = path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    try {
      URI base = new URI(name + "://" + rest);
      if (SCHEMES.contains(name)
          && base.getHost() != null
          && base.getRawUserInfo() == null
          && base.getRawQuery() == null
          && (port == 0 || base.getPort() < 0 || base.getPort() == port)) {
        return located(settings, base, port, slashed);
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    if (!host.isEmpty()) {
      settings.complain(HOST, "a host, such as 10.0.0.1, http://10.0.0.1 or https://example.com");
    }
    return NOWHERE;
  }

  private static URI located(Settings settings, URI base, long port, String path) {
    long chosen = port == 0 ? base.getPort() : port;
    String authority = base.getHost() + (chosen > 0 ? ":" + chosen : "");
    String whole = (base.getRawPath() + path).replaceFirst("^//", "/");
    try {
      return new URI(base.getScheme() + "://" + authority + (whole.isEmpty() ? "/" : whole));
    } catch (URISyntaxException e) {
      settings.complain(PATH, "a path such as /values, with other characters escaped");
      return NOWHERE;
    }
  }

  /** Where records go: equal for those that may share a connection and a body. */
  String target() {
    return url + access.suffix() + (legacy ? " in legacy format" : "");
  }
}
