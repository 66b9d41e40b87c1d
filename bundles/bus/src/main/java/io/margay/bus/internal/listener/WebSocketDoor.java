package io.margay.bus.internal.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP request into a WebSocket, or into an answer that says why not. */
final class WebSocketDoor extends ChannelDuplexHandler {
  /** MQTT 5.0, section 6, [MQTT-6.0.0-3]. */
  private static final String SUBPROTOCOL = "mqtt";

  private static final String VERSION = "13";

  private final String path;
  private final OriginRule origins;
  private final int maxFrameBytes;
  private final Consumer<String> complaints;

  WebSocketDoor(String path, OriginRule origins, int maxFrameBytes, Consumer<String> complaints) {
    this.path = path;
    this.origins = origins;
    this.maxFrameBytes = maxFrameBytes;
    this.complaints = complaints;
  }

  private record Refusal(HttpResponseStatus status, String reason) {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object request) {
    try {
      answer(context, (FullHttpRequest) request);
    } finally {
      ReferenceCountUtil.release(request);
    }
  }

  /** Nothing of MQTT is said to who has no WebSocket yet. */
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf packets) {
      packets.release();
      boolean unused = promise.trySuccess();
    } else {
      ChannelFuture unused = context.write(message, promise);
    }
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request) {
    Refusal refusal = refusal(request);
    if (refusal != null) {
      refuse(context, refusal);
      return;
    }
    WebSocketDecoderConfig frames =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxFrameBytes)
            .allowExtensions(false)
            .withUTF8Validator(false)
            .build();
    try {
      ChannelFuture unused =
          new WebSocketServerHandshaker13(path, SUBPROTOCOL, frames)
              .handshake(context.channel(), request);
      context.pipeline().replace(this, null, new WebSocketFrames(complaints));
    } catch (WebSocketHandshakeException e) {
      refuse(context, new Refusal(HttpResponseStatus.BAD_REQUEST, "a broken WebSocket request"));
    }
  }

  private @Nullable Refusal refusal(FullHttpRequest request) {
    HttpHeaders headers = request.headers();
    if (request.decoderResult().isFailure()) {
      return new Refusal(HttpResponseStatus.BAD_REQUEST, "a request that is no HTTP or too long");
    }
    if (!request.uri().split("\\?", 2)[0].equals(path)) {
      return new Refusal(HttpResponseStatus.NOT_FOUND, "no WebSocket there, only at " + path);
    }
    if (!request.method().equals(HttpMethod.GET)
        || !headers.containsValue(
            HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET.toString(), true)) {
      return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "a request for no WebSocket");
    }
    if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "a WebSocket of another version");
    }
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (headers.getAll(HttpHeaderNames.HOST).size() != 1
        || headers.getAll(HttpHeaderNames.ORIGIN).size() > 1) {
      return new Refusal(HttpResponseStatus.BAD_REQUEST, "not one Host, or several Origins");
    }
    if (!origins.allows(origin, headers.get(HttpHeaderNames.HOST))) {
      return new Refusal(
          HttpResponseStatus.FORBIDDEN,
          "a web page of " + origin + ", which ws.origins does not name");
    }
    if (!offersMqtt(headers)) {
      return new Refusal(HttpResponseStatus.BAD_REQUEST, "a WebSocket without subprotocol mqtt");
    }
    return null;
  }

  private static boolean offersMqtt(HttpHeaders headers) {
    return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(offered -> Arrays.stream(offered.split(",", -1)))
        .anyMatch(offered -> offered.strip().equals(SUBPROTOCOL));
  }

  private void refuse(ChannelHandlerContext context, Refusal refusal) {
    complaints.accept(refusal.reason());
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(), Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, 0)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (refusal.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
    }
    ChannelFuture unused = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
