package io.margay.bus.internal.bridge;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.Receiver;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.SubscriptionOptions.RetainHandling;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the node's topics with those of another broker, as the rules say.
 *
 * <p>There are no loops: the bridge publishes here what comes in, and wants nothing of its own back
 * (MQTT 5.0's "no local", section 3.8.3.1), so what came in never goes out. What comes in is not
 * retained here either, since the other broker retains it. What went out and comes back, by a rule
 * for both ways, is known by {@link Echoes}.
 *
 * <p>Publishers only put messages into a {@link Mailbox}. All else is done by one thread, {@code
 * margay-bus-bridge}, which may wait for the disk.
 */
final class Bridge implements Receiver, AutoCloseable {
  /**
   * What a bridge is made of.
   *
   * @param name how logs and people call the other broker
   * @param answerWithin how long a link may take to come up
   */
  record Parts(
      String name,
      TopicSpace space,
      TopicRules rules,
      Spool spool,
      Outgoing.Manner manner,
      Link.Opener links,
      BackOff backOff,
      Duration answerWithin,
      LongSupplier nanoTime) {}

  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
  private static final int MAILBOX_MESSAGES = 10_000;
  private static final long MAILBOX_BYTES = 16 << 20;
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration STABLE = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Parts parts;
  private final Traffic traffic = new Traffic();
  private final Mailbox mailbox = new Mailbox(MAILBOX_MESSAGES, MAILBOX_BYTES);
  private final Outgoing outgoing;
  private final Echoes echoes;
  private final Thread thread = new Thread(this::run, "margay-bus-bridge");
  private volatile boolean closing;
  private volatile String state = "not connected yet";
  private volatile int inMemory;

  private @Nullable Link link;
  private boolean up;
  private boolean complained;
  private long nextAttempt;
  private long since;

  Bridge(Parts parts) {
    this.parts = parts;
    outgoing = new Outgoing(parts.spool(), parts.manner(), traffic);
    echoes = new Echoes(parts.nanoTime());
    nextAttempt = parts.nanoTime().getAsLong();
    since = nextAttempt;
    thread.setDaemon(true);
  }

  /** Begins to take messages, and to connect. */
  void start() {
    parts
        .rules()
        .outgoing()
        .forEach(
            filter ->
                parts
                    .space()
                    .subscribe(
                        filter,
                        new SubscriptionOptions(
                            QoS.EXACTLY_ONCE, true, true, RetainHandling.ALWAYS, List.of()),
                        this));
    thread.start();
  }

  @Override
  public void receive(Message message, SubscriptionOptions how) {
    traffic.countDropped(mailbox.put(message));
  }

  /** How it fares, for people. */
  BridgeStatus status() {
    return new BridgeStatus(
        parts.name(),
        state,
        inMemory,
        parts.spool().messages(),
        parts.spool().bytes(),
        traffic.out(),
        traffic.in(),
        traffic.dropped());
  }

  /** Stores what waits and disconnects. */
  @Override
  public void close() {
    parts.rules().outgoing().forEach(filter -> parts.space().unsubscribe(filter, this));
    closing = true;
    mailbox.tell(() -> {});
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("The bridge to {} has not ended within {} s", parts.name(), PATIENCE.toSeconds());
    }
  }

  private void run() {
    try (Spool closedAtTheEnd = parts.spool()) {
      while (!closing) {
        try {
          turn();
        } catch (RuntimeException e) {
          LOG.error("The bridge to {} failed and goes on", parts.name(), e);
        }
      }
      leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    handle(mailbox.take(patience()));
    if (link == null && parts.nanoTime().getAsLong() - nextAttempt >= 0) {
      connect();
    }
    leaveALinkThatDoesNotComeUp();
    outgoing.settle();
    inMemory = outgoing.inMemory();
  }

  private void handle(Mailbox.Batch batch) {
    batch.news().forEach(Runnable::run);
    batch.messages().forEach(this::add);
  }

  /** Waits a moment for acknowledgements, so that a restart doubles no messages. */
  private void leave() throws InterruptedException {
    long begun = System.nanoTime();
    do {
      handle(mailbox.take(up ? FAREWELL.toNanos() / 10 : 0));
      outgoing.settle();
    } while (up && outgoing.inMemory() > 0 && System.nanoTime() - begun < FAREWELL.toNanos());
    outgoing.down();
    outgoing.settle();
    if (link != null) {
      link.close();
    }
  }

  /** Until the next attempt, and never longer than a failed disk may be left alone. */
  private long patience() {
    long untilAttempt = link == null ? nextAttempt - parts.nanoTime().getAsLong() : TICK.toNanos();
    return Math.min(Math.max(0, untilAttempt), TICK.toNanos());
  }

  private void add(Message message) {
    parts
        .rules()
        .out(message.topic())
        .ifPresent(
            passage ->
                outgoing.add(
                    passage.topic(),
                    message.payload(),
                    lower(message.qos(), passage.qos()),
                    message.retain()));
  }

  private static QoS lower(QoS a, QoS b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  // The link. All but arrived is run by the bridge's thread.

  private void connect() {
    News news = new News();
    since = parts.nanoTime().getAsLong();
    try {
      news.link = parts.links().open(news);
      link = news.link;
    } catch (RuntimeException e) {
      away(String.valueOf(e.getMessage()));
    }
  }

  /** Paho waits for the answer to a CONNECT for ever. */
  private void leaveALinkThatDoesNotComeUp() {
    Link silent = link;
    if (silent != null
        && !up
        && parts.nanoTime().getAsLong() - since > parts.answerWithin().toNanos()) {
      lost(silent, "no answer within " + parts.answerWithin().toSeconds() + " s");
    }
  }

  private void connected(Link of) {
    if (of == link) {
      up = true;
      since = parts.nanoTime().getAsLong();
      complained = false;
      state = "connected";
      LOG.info(
          "Connected to the broker at {}; {} messages wait for it",
          parts.name(),
          parts.spool().messages());
      outgoing.up(new Attentive(of));
    }
  }

  private void lost(Link of, String reason) {
    if (of == link) {
      of.close();
      link = null;
      outgoing.down();
      if (up && parts.nanoTime().getAsLong() - since >= STABLE.toNanos()) {
        parts.backOff().reset();
      }
      up = false;
      away(reason);
    }
  }

  private void away(String reason) {
    Duration wait = parts.backOff().next();
    nextAttempt = parts.nanoTime().getAsLong() + wait.toNanos();
    state = "not connected: " + reason;
    if (!complained) {
      complained = true;
      LOG.warn(
          "The broker at {} is away: {}; trying again in {} s, then at growing intervals; messages"
              + " for it are stored",
          parts.name(),
          reason,
          String.format(
              Locale.ROOT, "%.1f", wait.toNanos() / (double) TimeUnit.SECONDS.toNanos(1)));
    }
  }

  /** What comes in is given to this node at once, on the link's thread. */
  private void take(String remote, Payload payload, QoS qos) {
    TopicRules.Passage passage = parts.rules().in(remote).orElse(null);
    if (passage == null || !TopicFilter.isTopicName(passage.topic())) {
      traffic.countDropped(1);
    } else if (!echoes.isOne(remote, payload)) {
      traffic.countIn();
      parts
          .space()
          .publish(new Message(passage.topic(), payload, lower(qos, passage.qos()), false), this);
    }
  }

  /** Sends, and remembers what will come back. */
  private final class Attentive implements Link {
    private final Link to;

    Attentive(Link to) {
      this.to = to;
    }

    @Override
    public void send(Parcel parcel) {
      if (parts.rules().in(parcel.topic()).isPresent()) {
        echoes.expect(parcel.topic(), parcel.payload());
      }
      to.send(parcel);
    }

    @Override
    public void close() {
      to.close();
    }
  }

  /** Brings news of one link to the bridge's thread. */
  private final class News implements Link.Listener {
    private @Nullable Link link;

    private void tell(Consumer<Link> what) {
      mailbox.tell(
          () -> {
            if (link != null) {
              what.accept(link);
            }
          });
    }

    @Override
    public void up() {
      tell(Bridge.this::connected);
    }

    @Override
    public void down(String reason) {
      tell(of -> lost(of, reason));
    }

    @Override
    public void delivered(long number) {
      tell(
          of -> {
            if (of == Bridge.this.link) {
              outgoing.delivered(number);
            }
          });
    }

    @Override
    public void arrived(String topic, Payload payload, QoS qos) {
      take(topic, payload, qos);
    }
  }
}
