package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.OpenDoor;
import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.store.Journal;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.TopicSpace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A broker with its journal in a process of its own. Prints its port; ends with its input. */
final class BrokerProcess {
  private static final BrokerLimits LIMITS =
      new BrokerLimits(100, 65_536, Duration.ofSeconds(5), 50, 32, 100_000, 64 << 20, 10);

  private BrokerProcess() {}

  public static void main(String[] args) throws IOException {
    Path var = Path.of(args[0]);
    Journal journal = Journal.open(var.resolve("bus/journal.db"), var.resolve("tmp"), 256);
    TopicSpace space =
        new TopicSpace(new RetainedLimits(1_000, 1 << 20), journal, journal.clock()::millis);
    space.restore(journal.retained());
    MqttBroker broker =
        new MqttBroker(
            List.of(
                ListenerSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
            Duration.ofSeconds(1),
            LIMITS,
            space,
            new OpenDoor(),
            new SessionPolicy(SessionRequest.NEVER, 64 << 20, false),
            journal);
    broker.start();
    System.out.println(broker.address().orElseThrow().getPort());
    System.in.readAllBytes();
    broker.close();
    journal.close();
  }
}
