package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.Gatekeeper;
import io.margay.bus.internal.packet.ReasonCode;
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
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
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
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16_384, 65_536);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final InetSocketAddress wanted;
  private final Duration retry;
  private final BrokerLimits limits;
  private final TopicSpace space;
  private final Traffic traffic = new Traffic();
  private final Sessions sessions;
  private final BrokerCore core;
  private final EventLoop loop;
  private final ChannelGroup connections;
  private volatile @Nullable Channel server;
  private volatile @Nullable Thread thread;
  private final CountDownLatch triedOnce = new CountDownLatch(1);
  private boolean complained;
  private volatile @Nullable SystemTopics systemTopics;

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
    this.sessions = new Sessions(space, limits, traffic);
    this.loop = new SingleThreadIoEventLoop(null, this::thread, NioIoHandler.newFactory());
    this.core =
        new BrokerCore(
            space,
            sessions,
            limits,
            traffic,
            new Complaints(loop.ticker()::nanoTime),
            gatekeeper,
            InstantSource.system());
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
      core.complaints()
          .add(
              ClientConnection.host(channel.remoteAddress()),
              "there are " + limits.maxConnections() + " connections already");
      ChannelFuture unused = channel.close();
      return;
    }
    connections.add(channel);
    new ClientConnection(channel, core).open();
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

  /**
   * Ends the connection of a client; its will is published.
   *
   * @param forget whether its session is deleted too
   * @return whether there was anything to end
   */
  public boolean kick(String clientId, boolean forget) {
    return loop.submit(() -> kicked(clientId, forget)).syncUninterruptibly().getNow();
  }

  private boolean kicked(String clientId, boolean forget) {
    ClientLink link =
        sessions.all().stream()
            .filter(session -> session.clientId().equals(clientId))
            .findAny()
            .map(Session::link)
            .orElse(null);
    if (link != null) {
      link.disconnect(ReasonCode.ADMINISTRATIVE_ACTION);
    }
    boolean forgotten = forget && sessions.forget(clientId);
    return link != null || forgotten;
  }

  /**
   * Publishes the broker's figures on {@code $SYS} topics from now on. To be called once, before
   * {@link #start}.
   *
   * @param version what is said to run here
   * @param every how often those who subscribed are given them
   */
  public void publishFigures(String version, Duration every) {
    BrokerFigures figures = new BrokerFigures(version, traffic, core.clock());
    SystemTopics topics = new SystemTopics(space, figures);
    systemTopics = topics;
    Future<?> unused =
        loop.scheduleAtFixedRate(
            () -> {
              figures.count(sessions.all());
              topics.publish();
            },
            every.toNanos(),
            every.toNanos(),
            TimeUnit.NANOSECONDS);
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
        connection.disconnect(ReasonCode.SERVER_SHUTTING_DOWN);
      }
    }
    sessions.clear();
    if (systemTopics != null) {
      systemTopics.close();
    }
  }

  private static String text(Object address) {
    return address instanceof InetSocketAddress inet
        ? inet.getHostString() + ":" + inet.getPort()
        : String.valueOf(address);
  }
}
