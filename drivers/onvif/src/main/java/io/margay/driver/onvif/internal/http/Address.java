package io.margay.driver.onvif.internal.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Where a service of a camera is reached over HTTP. */
public record Address(boolean secure, String host, int port, String path) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int LAST_PORT = 65_535;

  /** Reads an {@code http} or {@code https} address; empty when it is none. */
  public static Optional<Address> parse(String text) {
    try {
      return of(URI.create(text.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Address> of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (uri.getHost() == null || uri.getPort() > LAST_PORT || (!secure && !scheme.equals("http"))) {
      return Optional.empty();
    }
    int port = uri.getPort() > 0 ? uri.getPort() : secure ? HTTPS : HTTP;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return Optional.of(new Address(secure, plain(uri.getHost()), port, path + query));
  }

  /** An IPv6 address without its brackets. */
  private static String plain(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The same service at another place. */
  public Address at(String otherHost, int otherPort) {
    return new Address(secure, otherHost, otherPort, path);
  }

  /** Another service at the same place. */
  public Address withPath(String otherPath) {
    return new Address(secure, host, port, otherPath);
  }

  /** Whether one connection serves both. */
  boolean isAtPlaceOf(Address other) {
    return secure == other.secure && port == other.port && host.equals(other.host);
  }

  /** Host and port, as the {@code Host} header has them (RFC 9110, 7.2). */
  public String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (secure ? HTTPS : HTTP) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority() + path;
  }
}
