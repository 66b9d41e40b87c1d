package io.margay.cri.internal.stream;

import io.margay.edged.engine.EngineException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an engine says that a stream waits.
 *
 * <p>The engine's word alone never makes the node connect to other machines: the host is a loopback
 * address, or one that the node's configuration names.
 */
record StreamAddress(URI webSocket, String host, int port) {
  private static final int HTTP_PORT = 80;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /**
   * Reads the address that CRI's Exec, Attach or PortForward answered.
   *
   * @throws EngineException.Failed when the node does not connect to it
   */
  static StreamAddress of(String url, Set<String> otherHosts) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw refused(url, "it is no address");
    }
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    if (!"http".equals(uri.getScheme())) {
      throw refused(url, "it does not begin with http://");
    }
    if (!LOOPBACK.matcher(host).matches() && !otherHosts.contains(host)) {
      throw refused(
          url, "its host is neither this machine's loopback nor in streamHosts (io.margay.cri)");
    }
    return new StreamAddress(
        URI.create("ws" + url.substring("http".length())),
        host,
        uri.getPort() < 0 ? HTTP_PORT : uri.getPort());
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }

  /** What follows the host is a ticket for the stream, and stays out of messages. */
  private static EngineException.Failed refused(String url, String why) {
    int path = url.indexOf('/', url.indexOf("://") + "://".length());
    return new EngineException.Failed(
        "the engine's address for the stream, %s, is not used: %s"
            .formatted(path < 0 ? url : url.substring(0, path), why));
  }
}
