package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.Gatehouse;
import io.margay.bus.internal.access.Visitor;
import io.margay.bus.internal.listener.Guests;
import io.margay.bus.internal.listener.Listener;
import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.store.SessionJournal;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets MQTT clients into the topic space. One thread does all the work: it accepts, reads, decides
 * and writes; sessions and connections are touched by no other.
 */
public final class MqttBroker implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final List<Listener> listeners;
  private final BrokerLimits limits;
  private final TopicSpace space;
  private final Traffic traffic = new Traffic();
  private final Sessions sessions;
  private final Gatehouse gatehouse;
  private final InstantSource clock = InstantSource.system();
  private final Guests guests = new Guests();
  private final EventLoop loop;
  private final Complaints complaints;
  private final ChannelGroup connections;
  private volatile @Nullable Thread thread;
  private volatile @Nullable SystemTopics systemTopics;

  /** A broker that forgets all sessions when it is closed. */
  public MqttBroker(
      List<ListenerSettings> listeners,
      Duration retry,
      BrokerLimits limits,
      TopicSpace space,
      Gatehouse gatehouse) {
    this(listeners, retry, limits, space, gatehouse, SessionPolicy.USUAL, SessionJournal.NONE);
  }

  /**
   * @param gatehouse decides who is let in
   * @param journal where sessions are kept that outlive the broker
   * @param retry how long to wait before an address that is taken is tried again
   */
  public MqttBroker(
      List<ListenerSettings> listeners,
      Duration retry,
      BrokerLimits limits,
      TopicSpace space,
      Gatehouse gatehouse,
      SessionPolicy policy,
      SessionJournal journal) {
    this.limits = limits;
    this.space = space;
    this.sessions =
        new Sessions(
            new SessionSurroundings(
                space, limits, policy, new QueueBudget(limits.queueBytes()), traffic, journal));
    this.loop = new SingleThreadIoEventLoop(null, this::thread, NioIoHandler.newFactory());
    this.complaints = new Complaints(loop.ticker()::nanoTime);
    this.gatehouse = gatehouse;
    this.connections = new DefaultChannelGroup(loop);
    this.listeners =
        listeners.stream()
            .map(settings -> new Listener(settings, loop, retry, this::welcome))
            .toList();
  }

  private Thread thread(Runnable work) {
    Thread made = new Thread(work, "margay-bus-mqtt");
    made.setDaemon(true);
    thread = made;
    return made;
  }

  /** Begins to listen; when this returns, each address has been tried once. */
  public void start() {
    Future<?> unused =
        loop.scheduleAtFixedRate(
            sessions::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    loop.execute(sessions::restore);
    listeners.forEach(Listener::open);
    try {
      for (Listener listener : listeners) {
        listener.awaitFirstTry(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void welcome(ListenerSettings listener, Channel channel) {
    if (connections.size() >= limits.maxConnections()) {
      turnAway(channel, "there are " + limits.maxConnections() + " connections already");
      return;
    }
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    Visitor visitor = Visitor.of(remote.getAddress(), listener.address().getAddress());
    int most = visitor.sameMachine() ? 0 : listener.connectionsPerAddress();
    if (!guests.arrive(visitor.address(), most)) {
      turnAway(channel, "there are " + most + " connections from there already");
      return;
    }
    connections.add(channel);
    ChannelFuture unused =
        channel.closeFuture().addListener(closed -> guests.leave(visitor.address()));
    String host = ClientConnection.host(remote);
    listener.entrance().equip(channel, reason -> complaints.add(host, reason));
    new ClientConnection(channel, core(visitor)).open(listener.rate());
  }

  private void turnAway(Channel channel, String reason) {
    complaints.add(ClientConnection.host(channel.remoteAddress()), reason);
    ChannelFuture unused = channel.close();
  }

  private BrokerCore core(Visitor visitor) {
    return new BrokerCore(
        space, sessions, limits, traffic, complaints, gatehouse.gatekeeper(visitor), clock);
  }

  /** Where clients can connect. */
  public List<Listener> listeners() {
    return listeners;
  }

  /** Where the first listener is; empty while its address is taken. */
  public Optional<InetSocketAddress> address() {
    return listeners.stream().findFirst().flatMap(Listener::address);
  }

  /** Has something done about once a second on the broker's thread; it must be quick. */
  public void everySecond(Runnable chore) {
    Future<?> unused = loop.scheduleWithFixedDelay(chore, 1, 1, TimeUnit.SECONDS);
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
    BrokerFigures figures = new BrokerFigures(version, traffic, clock);
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

  /**
   * Closes the ports and all connections; no wills are published, and sessions that outlive their
   * connections stay in the journal.
   */
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
    listeners.forEach(Listener::close);
    for (Channel channel : connections) {
      ClientConnection connection = channel.pipeline().get(ClientConnection.class);
      if (connection != null) {
        connection.disconnect(ReasonCode.SERVER_SHUTTING_DOWN);
      }
    }
    sessions.close();
    if (systemTopics != null) {
      systemTopics.close();
    }
  }
}
