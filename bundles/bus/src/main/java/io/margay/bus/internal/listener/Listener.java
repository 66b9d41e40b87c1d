package io.margay.bus.internal.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at one address. When it is taken, this is logged once and tried again until it is free.
 */
public final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16_384, 65_536);

  private final ListenerSettings settings;
  private final EventLoop loop;
  private final Duration retry;
  private final BiConsumer<ListenerSettings, Channel> reception;
  private final CountDownLatch triedOnce = new CountDownLatch(1);
  private volatile @Nullable Channel server;
  private boolean complained;

  /**
   * Makes one that does not listen yet.
   *
   * @param retry how long to wait before an address that is taken is tried again
   * @param reception takes each new connection, on the loop's thread
   */
  public Listener(
      ListenerSettings settings,
      EventLoop loop,
      Duration retry,
      BiConsumer<ListenerSettings, Channel> reception) {
    this.settings = settings;
    this.loop = loop;
    this.retry = retry;
    this.reception = reception;
  }

  /** Begins to listen, and goes on trying until it can. */
  public void open() {
    if (!settings.entrance().ready()) {
      triedOnce.countDown();
      again();
      return;
    }
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, oneReadPerTurn())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    reception.accept(settings, channel);
                  }
                });
    ChannelFuture unused =
        bootstrap.bind(settings.address()).addListener((ChannelFuture attempt) -> tried(attempt));
  }

  /** A client that floods must not keep the thread from reading the acknowledgements of others. */
  private static RecvByteBufAllocator oneReadPerTurn() {
    return new AdaptiveRecvByteBufAllocator(64, 2_048, 16_384).maxMessagesPerRead(1);
  }

  private void tried(ChannelFuture attempt) {
    if (attempt.isSuccess()) {
      server = attempt.channel();
      complained = false;
      LOG.info(
          "{} clients can connect to {}",
          settings.kind(),
          text((InetSocketAddress) attempt.channel().localAddress()));
    } else if (!loop.isShuttingDown()) {
      complain(attempt.cause());
      again();
    }
    triedOnce.countDown();
  }

  private void again() {
    Future<?> unused = loop.schedule(this::open, retry.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void complain(Throwable failure) {
    if (!complained) {
      complained = true;
      LOG.error(
          "{}; {} clients cannot connect; trying again every {} s",
          reason(failure),
          settings.kind(),
          retry.toSeconds());
    }
  }

  private String reason(Throwable failure) {
    String address = text(settings.address());
    if (settings.address().isUnresolved()) {
      return settings.kind() + " cannot listen on " + address + " (there is no such host)";
    }
    return failure instanceof BindException
            && String.valueOf(failure.getMessage()).contains("in use")
        ? settings.kind() + " port " + address + " is taken by another program"
        : settings.kind() + " cannot listen on " + address + " (" + failure.getMessage() + ")";
  }

  /** Waits until the address was tried once; says so when that takes too long. */
  public void awaitFirstTry(Duration patience) throws InterruptedException {
    if (!triedOnce.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("{}: {} is not open yet, still trying", settings.kind(), text(settings.address()));
    }
  }

  /** Takes no more connections. */
  public void close() {
    Channel listening = server;
    if (listening != null) {
      ChannelFuture unused = listening.close();
    }
  }

  /** Where clients can connect; empty while they cannot. */
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(server).map(channel -> (InetSocketAddress) channel.localAddress());
  }

  /** What it should be. */
  public ListenerSettings settings() {
    return settings;
  }

  /** For people: where clients can connect, or that they cannot yet. */
  @Override
  public String toString() {
    String kind = settings.kind().equals("MQTT") ? "" : " (" + settings.kind() + ")";
    return address()
            .map(Listener::text)
            .orElseGet(() -> text(settings.address()) + " cannot be opened, tried again and again")
        + kind;
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
