package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.Gatekeeper;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets MQTT clients into the topic space. One thread does all the work: it accepts, reads, decides
 * and writes; sessions and connections are touched by no other.
 *
 * <p>When the address is taken, this is logged once and tried again until it is free.
 */
public final class MqttBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttBroker.class);
  private static final int LONGEST_CLIENT_ID = 65_535;
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16_384, 65_536);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final InetSocketAddress wanted;
  private final Duration retry;
  private final BrokerLimits limits;
  private final TopicSpace space;
  private final Traffic traffic = new Traffic();
  private final Sessions sessions;
  private final EventLoop loop;
  private final Complaints complaints;
  private final ChannelGroup connections;
  private final Gatekeeper gatekeeper;
  private volatile @Nullable Channel server;
  private volatile @Nullable Thread thread;
  private final CountDownLatch triedOnce = new CountDownLatch(1);
  private boolean complained;

  /**
   * @param wanted where to listen; port 0 takes any free one
   * @param gatekeeper decides who is let in
   * @param retry how long to wait before an address that is taken is tried again
   */
  public MqttBroker(
      InetSocketAddress wanted,
      Duration retry,
      BrokerLimits limits,
      TopicSpace space,
      Gatekeeper gatekeeper) {
    this.wanted = wanted;
    this.retry = retry;
    this.limits = limits;
    this.space = space;
    this.gatekeeper = gatekeeper;
    this.sessions = new Sessions(space, limits, traffic);
    this.loop = new SingleThreadIoEventLoop(null, this::thread, NioIoHandler.newFactory());
    this.complaints = new Complaints(loop.ticker()::nanoTime);
    this.connections = new DefaultChannelGroup(loop);
  }

  private Thread thread(Runnable work) {
    Thread made = new Thread(work, "margay-bus-mqtt");
    made.setDaemon(true);
    thread = made;
    return made;
  }

  /** Begins to listen; when this returns, the address has been tried once. */
  public void start() {
    bind();
    try {
      if (!triedOnce.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("MQTT: {} is not open yet, still trying", text(wanted));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void bind() {
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
                    welcome(channel);
                  }
                });
    ChannelFuture unused =
        bootstrap.bind(wanted).addListener((ChannelFuture attempt) -> tried(attempt));
  }

  /** A client that floods must not keep the thread from reading the acknowledgements of others. */
  private static RecvByteBufAllocator oneReadPerTurn() {
    return new AdaptiveRecvByteBufAllocator(64, 2_048, 16_384).maxMessagesPerRead(1);
  }

  private void tried(ChannelFuture attempt) {
    if (attempt.isSuccess()) {
      server = attempt.channel();
      complained = false;
      LOG.info("MQTT clients can connect to {}", text(attempt.channel().localAddress()));
      if (!wanted.getAddress().isLoopbackAddress()) {
        LOG.warn("Whoever reaches {} may read and write all topics; there are no users", wanted);
      }
    } else if (!loop.isShuttingDown()) {
      complain(attempt.cause());
      Future<?> unused = loop.schedule(this::bind, retry.toNanos(), TimeUnit.NANOSECONDS);
    }
    triedOnce.countDown();
  }

  private void complain(Throwable failure) {
    if (!complained) {
      complained = true;
      LOG.error(
          "{}; MQTT clients cannot connect; trying again every {} s",
          reason(failure),
          retry.toSeconds());
    }
  }

  private String reason(Throwable failure) {
    return failure instanceof BindException
            && String.valueOf(failure.getMessage()).contains("in use")
        ? "MQTT port " + text(wanted) + " is taken by another program"
        : "MQTT cannot listen on " + text(wanted) + " (" + failure.getMessage() + ")";
  }

  private void welcome(Channel channel) {
    if (connections.size() >= limits.maxConnections()) {
      complaints.add(
          ChannelLink.host(channel.remoteAddress()),
          "there are " + limits.maxConnections() + " connections already");
      ChannelFuture unused = channel.close();
      return;
    }
    connections.add(channel);
    equip(
        channel,
        new ClientConnection(channel, space, sessions, limits, traffic, complaints, gatekeeper),
        limits);
  }

  /** Puts together what turns the bytes of a connection into packets and back. */
  static void equip(Channel channel, ClientConnection connection, BrokerLimits limits) {
    channel
        .pipeline()
        .addLast(
            new PacketFramer(limits.maxPacketBytes(), connection::packets),
            new MqttDecoder(limits.maxPacketBytes(), LONGEST_CLIENT_ID),
            MqttEncoder.INSTANCE,
            connection);
  }

  /** Where clients can connect; empty while the address is taken. */
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(server).map(channel -> (InetSocketAddress) channel.localAddress());
  }

  /** Where clients should be able to connect. */
  public InetSocketAddress wanted() {
    return wanted;
  }

  /** What went through between the broker and its clients. */
  public Traffic traffic() {
    return traffic;
  }

  /** How many connections there are, those without a CONNECT among them. */
  public int connections() {
    return connections.size();
  }

  /** All clients, connected or with a session that is kept for them. */
  public List<ClientRow> clients() {
    return loop.submit(() -> sessions.all().stream().map(ClientRow::of).toList())
        .syncUninterruptibly()
        .getNow();
  }

  /** Closes the port and all connections; wills are not published, sessions are forgotten. */
  @Override
  public void close() {
    long patience = PATIENCE.toMillis();
    loop.submit(this::dismissAll).awaitUninterruptibly(patience);
    loop.shutdownGracefully(0, patience, TimeUnit.MILLISECONDS).awaitUninterruptibly(patience);
    Thread ending = thread;
    try {
      if (ending != null) {
        ending.join(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void dismissAll() {
    Channel listening = server;
    if (listening != null) {
      ChannelFuture unused = listening.close();
    }
    for (Channel channel : connections) {
      ClientConnection connection = channel.pipeline().get(ClientConnection.class);
      if (connection != null) {
        connection.dismiss();
      }
    }
    sessions.clear();
  }

  private static String text(Object address) {
    return address instanceof InetSocketAddress inet
        ? inet.getHostString() + ":" + inet.getPort()
        : String.valueOf(address);
  }
}
