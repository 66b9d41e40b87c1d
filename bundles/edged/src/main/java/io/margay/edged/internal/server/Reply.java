package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * The answer to one request, after which the connection is closed. Of one thread, which waits for a
 * caller that reads slowly.
 */
final class Reply {
  private static final int BLOCK_BYTES = 8192;

  private final Channel channel;
  private final FullHttpRequest request;
  private boolean begun;

  Reply(Channel channel, FullHttpRequest request) {
    this.channel = channel;
    this.request = request;
  }

  /** Whether the caller is there. */
  boolean isHeard() {
    return channel.isActive();
  }

  /** Answers with a line for people. */
  void text(int status, String text) {
    send(status, "text/plain; charset=utf-8", text, Map.of());
  }

  /** Answers, unless an answer has begun. */
  void send(int status, String type, String text, Map<String, String> more) {
    if (begun) {
      ChannelFuture unused = channel.close();
      return;
    }
    begun = true;
    byte[] body = text.getBytes(UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
    describe(response.headers(), type);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    more.forEach(response.headers()::set);
    ChannelFuture unused = channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  /** Begins an answer that goes on until it is closed. */
  OutputStream stream(String type) throws IOException {
    begun = true;
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    describe(head.headers(), type);
    head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    Written.await(channel.writeAndFlush(head));
    return new BufferedOutputStream(new Body(), BLOCK_BYTES);
  }

  /**
   * Goes on with a WebSocket.
   *
   * @throws RequestException when the caller speaks none of our protocols; nothing was answered
   *     then
   */
  ChannelSocket upgrade() throws IOException, RequestException {
    ChannelSocket socket = ChannelSocket.open(channel, request);
    begun = true;
    return socket;
  }

  private static void describe(HttpHeaders headers, String type) {
    headers.set(HttpHeaderNames.CONTENT_TYPE, type);
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
  }

  private final class Body extends OutputStream {

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Written.await(
          channel.writeAndFlush(
              new DefaultHttpContent(Unpooled.copiedBuffer(bytes, offset, length))));
    }

    @Override
    public void close() {
      ChannelFuture unused =
          channel
              .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
              .addListener(ChannelFutureListener.CLOSE);
    }
  }
}
