package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.internal.topic.Traffic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final Outgoing.Manner USUAL = new Outgoing.Manner(3, 5, false, false);

  private final MemorySpool spool = new MemorySpool();
  private final Traffic traffic = new Traffic();
  private final Wire wire = new Wire();
  private Outgoing outgoing = new Outgoing(spool, USUAL, traffic);

  /** A link that only remembers. */
  private static final class Wire implements Link {
    final List<Parcel> sent = new ArrayList<>();

    @Override
    public void send(Parcel parcel) {
      sent.add(parcel);
    }

    @Override
    public void close() {}

    List<String> texts() {
      return sent.stream().map(parcel -> parcel.payload().asText()).toList();
    }
  }

  @Test
  void whileTheLinkKeepsPaceTheDiskIsLeftAlone() {
    outgoing.up(wire);

    for (int i = 1; i <= 20; i++) {
      add("m" + i);
      outgoing.settle();
      outgoing.delivered(i);
    }

    assertThat(wire.sent).hasSize(20);
    assertThat(spool.writes).isZero();
    assertThat(traffic.out()).isEqualTo(20);
  }

  @Test
  void whatWaitsForTheLinkIsStoredAndGoesInOrderWhenItIsThere() {
    for (int i = 1; i <= 8; i++) {
      add("m" + i);
      outgoing.settle();
    }
    assertThat(spool.messages()).isEqualTo(8);
    assertThat(outgoing.inMemory()).isZero();

    outgoing.up(wire);
    deliverAll();

    assertThat(wire.texts()).containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
    assertThat(spool.messages()).isZero();
  }

  @Test
  void noMoreIsUnderWayThanTheWindowHolds() {
    outgoing.up(wire);

    add("m1", "m2", "m3", "m4");
    outgoing.settle();

    assertThat(wire.texts()).containsExactly("m1", "m2", "m3");
    outgoing.delivered(1);
    outgoing.settle();
    assertThat(wire.texts()).containsExactly("m1", "m2", "m3", "m4");
  }

  @Test
  void nothingIsDeletedBeforeItIsAcknowledged() {
    add("m1", "m2");
    outgoing.settle();
    outgoing.up(wire);
    outgoing.settle();
    assertThat(wire.sent).hasSize(2);

    assertThat(spool.messages()).isEqualTo(2);
    outgoing.delivered(1);
    outgoing.settle();
    assertThat(spool.parcels).containsOnlyKeys(2L);
  }

  @Test
  void whatWasUnderWayWhenTheLinkBrokeGoesAgainBeforeTheRest() {
    outgoing.up(wire);
    add("m1", "m2", "m3", "m4");
    outgoing.settle();
    outgoing.delivered(2);

    outgoing.down();
    add("m5");
    outgoing.settle();

    assertThat(spool.parcels).containsOnlyKeys(1L, 3L, 4L, 5L);
    Wire second = new Wire();
    outgoing.up(second);
    outgoing.settle();
    assertThat(second.texts()).containsExactly("m1", "m3", "m4");
  }

  @Test
  void whatIsNewerDoesNotOvertakeWhatIsStored() {
    add("m1", "m2", "m3", "m4");
    outgoing.settle();
    outgoing.up(wire);
    outgoing.settle();

    add("m5");
    outgoing.settle();
    deliverAll();

    assertThat(wire.texts()).containsExactly("m1", "m2", "m3", "m4", "m5");
  }

  @Test
  void onceAllThatIsStoredIsUnderWayTheDiskIsLeftAloneAgain() {
    add("m1");
    outgoing.settle();
    outgoing.up(wire);
    outgoing.settle();
    int writes = spool.writes;

    add("m2");
    outgoing.settle();

    assertThat(wire.texts()).containsExactly("m1", "m2");
    assertThat(spool.writes).isEqualTo(writes);
  }

  @Test
  void moreThanMemoryShallHoldIsStoredAndOrderIsKept() {
    outgoing.up(wire);

    for (int i = 1; i <= 30; i++) {
      add("m" + i);
    }
    outgoing.settle();

    assertThat(spool.messages()).isPositive();
    deliverAll();
    assertThat(wire.texts()).hasSize(30).startsWith("m1", "m2", "m3", "m4").endsWith("m29", "m30");
    assertThat(traffic.dropped()).isZero();
  }

  @Test
  void qos0IsSentWhileTheLinkIsUpAndDroppedWhileItIsDown() {
    outgoing.add("t", Payload.of("lost"), QoS.AT_MOST_ONCE, false);
    add("kept");
    outgoing.settle();
    assertThat(traffic.dropped()).isEqualTo(1);
    assertThat(spool.messages()).isEqualTo(1);

    outgoing.up(wire);
    outgoing.settle();
    outgoing.add("t", Payload.of("sent"), QoS.AT_MOST_ONCE, false);
    outgoing.settle();

    assertThat(wire.texts()).containsExactly("kept", "sent");
  }

  @Test
  void qos0IsStoredWhereThatIsWished() {
    outgoing = new Outgoing(spool, new Outgoing.Manner(3, 5, false, true), traffic);

    outgoing.add("t", Payload.of("kept"), QoS.AT_MOST_ONCE, false);
    outgoing.settle();

    assertThat(spool.messages()).isEqualTo(1);
    assertThat(traffic.dropped()).isZero();
  }

  @Test
  void whereAllIsToBeStoredEachIsOnTheDiskBeforeItIsSent() {
    outgoing = new Outgoing(spool, new Outgoing.Manner(3, 5, true, false), traffic);
    outgoing.up(wire);

    add("m1");
    outgoing.settle();

    assertThat(wire.texts()).containsExactly("m1");
    assertThat(spool.messages()).isEqualTo(1);
    outgoing.delivered(1);
    outgoing.settle();
    assertThat(spool.messages()).isZero();
  }

  @Test
  void withoutADiskTheNewestWaitInMemoryAndTheOthersAreCounted() {
    spool.broken = true;
    for (int i = 1; i <= 8; i++) {
      add("m" + i);
      outgoing.settle();
    }
    assertThat(traffic.dropped()).isEqualTo(3);
    assertThat(outgoing.inMemory()).isEqualTo(5);

    spool.broken = false;
    outgoing.up(wire);
    deliverAll();

    assertThat(wire.texts()).containsExactly("m4", "m5", "m6", "m7", "m8");
  }

  @Test
  void whatWasAcknowledgedIsNotSentAgainWhenItCouldNotBeDeleted() {
    add("m1", "m2");
    outgoing.settle();
    outgoing.up(wire);
    outgoing.settle();
    spool.broken = true;
    outgoing.delivered(1);
    outgoing.down();
    outgoing.settle();

    spool.broken = false;
    Wire second = new Wire();
    outgoing.up(second);
    outgoing.settle();

    assertThat(second.texts()).containsExactly("m2");
  }

  @Test
  void anAcknowledgementThatComesTooLateOrTwiceIsIgnored() {
    outgoing.up(wire);
    add("m1");
    outgoing.settle();
    outgoing.down();

    outgoing.delivered(1);
    outgoing.delivered(77);
    outgoing.settle();

    assertThat(traffic.out()).isZero();
    assertThat(spool.messages()).isEqualTo(1);
  }

  @Test
  void aNewRunGoesOnWithWhatTheLastOneLeft() {
    add("m1", "m2");
    outgoing.settle();

    Outgoing next = new Outgoing(spool, USUAL, traffic);
    next.add("t", Payload.of("m3"), QoS.AT_LEAST_ONCE, false);
    next.up(wire);
    next.settle();

    assertThat(wire.texts()).containsExactly("m1", "m2", "m3");
  }

  private void add(String... texts) {
    for (String text : texts) {
      outgoing.add("t", Payload.of(text), QoS.AT_LEAST_ONCE, false);
    }
  }

  /** Acknowledges whatever is sent until nothing more comes. */
  private void deliverAll() {
    int acknowledged = 0;
    outgoing.settle();
    while (acknowledged < wire.sent.size()) {
      outgoing.delivered(wire.sent.get(acknowledged++).number());
      outgoing.settle();
    }
  }
}
