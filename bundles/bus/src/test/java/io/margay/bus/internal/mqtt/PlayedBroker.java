package io.margay.bus.internal.mqtt;

import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Admission;
import io.margay.bus.internal.access.Gatekeeper;
import io.margay.bus.internal.access.OpenDoor;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.topic.Receiver;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A broker without sockets and threads: packets are written in hex, the clock is played. */
final class PlayedBroker {
  /** What a test leaves unread is no leak of the broker, and must not be told as one later. */
  private static final ByteBufAllocator WITHOUT_LEAK_REPORTS =
      new UnpooledByteBufAllocator(false, true);

  final TopicSpace space = new TopicSpace(new RetainedLimits(10, 1_000));
  final Traffic traffic = new Traffic();
  final Sessions sessions = new Sessions(space, BrokerFixture.LIMITS, traffic);

  /** What was published, as {@code topic text}. */
  final List<String> published = new ArrayList<>();

  private final BrokerCore core;

  PlayedBroker() {
    this(new OpenDoor());
  }

  PlayedBroker(Gatekeeper gatekeeper) {
    core =
        new BrokerCore(
            space,
            sessions,
            BrokerFixture.LIMITS,
            traffic,
            new Complaints(System::nanoTime),
            gatekeeper,
            InstantSource.system());
    Receiver all =
        (message, how) -> published.add(message.topic() + " " + message.payload().asText());
    space.subscribe(new TopicFilter("#"), SubscriptionOptions.of(QoS.EXACTLY_ONCE), all);
  }

  /** Everybody is let in with these permissions. */
  static Gatekeeper granting(Permissions permissions) {
    return credentials ->
        CompletableFuture.completedFuture(new Admission.Granted("somebody", permissions));
  }

  EmbeddedChannel connection() {
    EmbeddedChannel made = new EmbeddedChannel();
    made.config().setAllocator(WITHOUT_LEAK_REPORTS);
    made.freezeTime();
    new ClientConnection(made, core).open();
    return made;
  }

  /** A new connection that has sent this and whose answer has been read. */
  EmbeddedChannel connection(String hex) {
    EmbeddedChannel made = connection();
    write(made, hex);
    String unused = read(made);
    return made;
  }

  static void write(EmbeddedChannel to, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    if (to.isOpen()) {
      to.writeInbound(Unpooled.wrappedBuffer(bytes));
    }
  }

  static String read(EmbeddedChannel from) {
    StringBuilder text = new StringBuilder();
    from.runPendingTasks();
    for (ByteBuf next = from.readOutbound(); next != null; next = from.readOutbound()) {
      text.append(ByteBufUtil.hexDump(next));
      next.release();
    }
    return text.toString();
  }

  static void advance(EmbeddedChannel channel, long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
    channel.runScheduledPendingTasks();
  }
}
