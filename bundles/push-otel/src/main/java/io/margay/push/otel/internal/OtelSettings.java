package io.margay.push.otel.internal;

import io.margay.dmi.driver.Settings;
import io.margay.push.net.WebAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * What {@code pushMethod.otel} says.
 *
 * @param url of the collector; OpenTelemetry's own path is added where none is given
 */
record OtelSettings(URI url, WebAccess access) {
  private static final String URL = "endpointURL";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  static OtelSettings of(Settings settings) {
    return new OtelSettings(url(settings), WebAccess.of(settings));
  }

  private static URI url(Settings settings) {
    String text = settings.text(URL);
    try {
      URI url = new URI(text);
      if (SCHEMES.contains(String.valueOf(url.getScheme()))
          && url.getHost() != null
          && url.getRawUserInfo() == null) {
        return url.getRawPath().length() > 1 ? url : url.resolve("/v1/metrics");
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    if (!text.isEmpty()) {
      settings.complain(URL, "a URL such as http://10.0.0.1:4318/v1/metrics");
    }
    return URI.create("http://localhost:4318/v1/metrics");
  }

  String target() {
    return url + access.suffix();
  }
}
