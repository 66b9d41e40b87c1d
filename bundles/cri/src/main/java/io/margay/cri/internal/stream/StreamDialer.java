package io.margay.cri.internal.stream;

import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.StreamOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects to the streams that an engine offers. Ending the loop ends them all. */
public final class StreamDialer {
  /** Engines write what one read of a pipe or socket gave: some tens of kilobytes. */
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private static final int MAX_REFUSAL_BYTES = 8 << 10;

  private final EventLoopGroup loop;
  private final Set<String> otherHosts;
  private final Duration patience;

  /**
   * Makes one without connections.
   *
   * @param otherHosts hosts beside loopback that streams may come from
   * @param patience for a connection to be made
   */
  public StreamDialer(EventLoopGroup loop, Set<String> otherHosts, Duration patience) {
    this.loop = loop;
    this.otherHosts = otherHosts;
    this.patience = patience;
  }

  /** The streams of a program, at the address that Exec or Attach answered. */
  public ContainerStreams program(String url, StreamOptions options) {
    ProgramStreams streams = new ProgramStreams(options);
    open(url, streams.socket());
    return streams;
  }

  /** The connection to a port, at the address that PortForward answered. */
  public ByteStream port(String url) {
    PortStream stream = new PortStream();
    open(url, stream.socket());
    return stream;
  }

  private void open(String url, ChannelSocket socket) {
    StreamAddress address = StreamAddress.of(url, otherHosts);
    ChannelFuture unused =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis())
            .handler(pipeline(address, socket))
            .connect(address.socket())
            .addListener(
                attempt -> {
                  if (!attempt.isSuccess()) {
                    socket.opened().completeExceptionally(attempt.cause());
                  }
                });
    try {
      socket.opened().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable(address, String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      socket.close();
      throw unavailable(address, "no answer within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      socket.close();
      Thread.currentThread().interrupt();
      throw unavailable(address, "interrupted", e);
    }
  }

  private ChannelInitializer<SocketChannel> pipeline(StreamAddress address, ChannelSocket socket) {
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(address.webSocket())
            .subprotocol(ChannelSocket.WITH_END_OF_CHANNEL + "," + ChannelSocket.USUAL)
            .maxFramePayloadLength(MAX_FRAME_BYTES)
            .handshakeTimeoutMillis(patience.toMillis())
            .build();
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel
            .pipeline()
            .addLast(
                new HttpClientCodec(),
                new HttpObjectAggregator(MAX_REFUSAL_BYTES),
                new WebSocketClientProtocolHandler(config),
                new WebSocketFrameAggregator(MAX_FRAME_BYTES),
                socket);
      }
    };
  }

  private static EngineException.Unavailable unavailable(
      StreamAddress address, String why, Exception cause) {
    return new EngineException.Unavailable(
        "the engine's stream at %s:%d cannot be opened: %s"
            .formatted(address.host(), address.port(), why),
        cause);
  }
}
