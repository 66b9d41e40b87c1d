package io.margay.bus.internal.listener;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a WebSocket (RFC 6455, section 10.2). Browsers say where a page is from,
 * other programs say nothing and are let in.
 *
 * <p>A page is let in when its origin is listed, or when it is from the host that it connects to
 * and that host is an address or {@code localhost}. Another name proves nothing: whoever owns it
 * can let it point to this node after his page was loaded.
 */
final class OriginRule {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]|localhost");

  private final Set<String> listed;

  /**
   * @param origins such as {@code https://hmi.example:8443}
   * @throws IllegalArgumentException naming one that is no origin
   */
  OriginRule(List<String> origins) {
    listed = origins.stream().map(OriginRule::checked).collect(Collectors.toUnmodifiableSet());
  }

  private static String checked(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (!lower.matches("https?://[^/?#@]+")) {
      throw new IllegalArgumentException(
          "ws.origins: found \"" + origin + "\", expected the like of https://hmi.example:8443");
    }
    return lower;
  }

  /**
   * @param origin the header {@code Origin}, null when there is none
   * @param host the header {@code Host}
   */
  boolean allows(@Nullable String origin, @Nullable String host) {
    if (origin == null || listed.contains(origin.toLowerCase(Locale.ROOT))) {
      return true;
    }
    String from = hostOf(origin);
    return host != null
        && from != null
        && ADDRESS.matcher(from).matches()
        && from.equals(hostOf("http://" + host));
  }

  private static @Nullable String hostOf(String origin) {
    try {
      String host = new URI(origin).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
