package io.margay.dmi.grpc.internal.socket;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's side of a server whose connections somebody else accepts: gRPC gets those that are handed
 * in, up to a number, so that it need not be there before the first one comes.
 */
final class AcceptedConnections extends AbstractServerChannel {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedConnections.class);
  private static final int MOST_CONNECTIONS = 128;

  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean open = true;
  private volatile @Nullable SocketAddress address;

  /** Takes a connection; any thread. One too many is closed. */
  @SuppressWarnings("FutureReturnValueIgnored") // the future is asked for its end alone
  void add(SocketChannel connection) {
    if (!open) {
      close(connection);
      return;
    }
    if (connections.incrementAndGet() > MOST_CONNECTIONS) {
      connections.decrementAndGet();
      LOG.warn("a connection was refused: {} are open, the most there may be", MOST_CONNECTIONS);
      close(connection);
      return;
    }
    eventLoop()
        .execute(
            () -> {
              NioDomainSocketChannel channel = new NioDomainSocketChannel(this, connection);
              channel.closeFuture().addListener(closed -> connections.decrementAndGet());
              pipeline().fireChannelRead(channel);
              pipeline().fireChannelReadComplete();
            });
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("a connection was not closed", e);
    }
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected void doBind(SocketAddress local) {
    address = local;
  }

  @Override
  protected void doBeginRead() {
    // connections come by themselves
  }

  @Override
  protected void doClose() {
    open = false;
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return address;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open && address != null;
  }
}
