package io.margay.edged.internal.server;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * What somebody asks for. Bodies are not looked at, as all that a kubelet is asked stands in the
 * URL.
 *
 * @param method {@code GET}, {@code POST}
 */
record Request(String method, Query query, HttpHeaders headers) {

  static Request of(FullHttpRequest message) throws RequestException {
    if (message.decoderResult().isFailure()) {
      throw new RequestException(400, "found no HTTP request that can be read");
    }
    try {
      return new Request(
          message.method().name(), Query.of(new URI(message.uri())), message.headers());
    } catch (URISyntaxException e) {
      throw new RequestException(400, "URL: " + e.getReason());
    }
  }

  /** Whether the caller wants to go on with a WebSocket. */
  boolean isForWebSocket() {
    return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }
}
