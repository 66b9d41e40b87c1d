package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.modbus.FaultySlave;
import io.margay.itest.modbus.FaultySlave.Mode;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.PymodbusServer;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.ReservedPort;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What slaves do on a bad day: it is told once, it passes, and the others go on. */
class SlaveFaultsIT {
  private static final int FEW_LINES = 6;

  private static LibmodbusServer healthySlave;
  private static MargayNode node;
  private static DataFeed feed;

  private int mark;
  private int log;

  @BeforeAll
  static void startANodeWithAHealthyDevice() {
    healthySlave = LibmodbusServer.moving();
    node = MargayNode.unpacked("slave-faults");
    node.configure("io.margay.mapper.cfg", "initialBackOffMillis=100\nmaxBackOffMillis=200\n");
    node.deploy("modbus.jar", node.driver("modbus"));
    node.start();
    feed = DataFeed.on(node.mqttPort());
    node.apply(
        "healthy.yaml", DeviceYaml.modbus("healthy", healthySlave.port(), 1).holding("counter", 0));
    feed.awaitGood(0, "healthy", "counter");
  }

  @AfterAll
  static void stopEverything() {
    feed.close();
    node.close();
    healthySlave.close();
  }

  @BeforeEach
  void mark() {
    mark = feed.mark();
    log = node.log().mark();
  }

  @AfterEach
  void theHealthyDeviceWentOn() {
    feed.awaitGood(feed.mark(), "healthy", "counter");
    List<Reading> readings = feed.since(mark, "healthy", "counter");
    assertThat(readings).allMatch(Reading::isGood);
    for (int i = 1; i < readings.size(); i++) {
      assertThat(readings.get(i).sequence()).isEqualTo(readings.get(i - 1).sequence() + 1);
    }
  }

  @Test
  void aSlaveThatIsDownAtStartIsFoundWhenItComes() {
    try (ReservedPort port = new ReservedPort()) {
      node.apply(
          "absent.yaml", DeviceYaml.modbus("absent", port.number(), 1).holding("counter", 0));

      assertThat(feed.awaitBad(mark, "absent", "counter").reason()).isNotBlank();
      try (LibmodbusServer slave = LibmodbusServer.movingOn(port.number())) {
        feed.awaitGood(mark, "absent", "counter");
        node.unapply("absent.yaml");
      }
    }
  }

  @Test
  void aSlaveThatDiesAndReturnsGoesBadThenGoodWithoutALogStorm() {
    try (ReservedPort port = new ReservedPort()) {
      try (LibmodbusServer slave = LibmodbusServer.movingOn(port.number())) {
        node.apply(
            "mortal.yaml", DeviceYaml.modbus("mortal", slave.port(), 1).holding("counter", 0));
        feed.awaitGood(mark, "mortal", "counter");
      }
      feed.awaitBad(mark, "mortal", "counter");
      int dead = feed.mark();
      feed.awaitCount(dead, "healthy", "counter", 40);

      try (LibmodbusServer slave = LibmodbusServer.movingOn(port.number())) {
        feed.awaitGood(dead, "mortal", "counter");
        node.unapply("mortal.yaml");
      }
    }
    node.log().await(log, "device default/mortal is away");
    node.log().await(log, "device default/mortal is back");
    assertThat(node.log().count(log, "mortal")).isLessThanOrEqualTo(FEW_LINES);
    assertThat(node.log().since(log)).noneMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void aRegisterThatIsNotThereMakesOnlyItsOwnPropertyBad() {
    try (PymodbusServer slave = PymodbusServer.start()) {
      node.apply(
          "holes.yaml",
          DeviceYaml.modbus("holes", slave.port(), 1)
              .holding("before", 8)
              .holding("hole", 12)
              .holding("after", 21));

      feed.await(
          mark,
          "holes",
          "hole",
          "BAD for exception 2",
          reading -> reading.isBad() && reading.reason().contains("exception 2"));
      assertThat(feed.awaitGood(mark, "holes", "before").value()).isEqualTo("1008");
      assertThat(feed.awaitGood(mark, "holes", "after").value()).isEqualTo("1021");
      int later = feed.mark();
      assertThat(feed.awaitCount(later, "holes", "before", 5)).allMatch(Reading::isGood);
      assertThat(feed.awaitCount(later, "holes", "after", 5)).allMatch(Reading::isGood);
      node.unapply("holes.yaml");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NORMAL")
  void whatIsNoProperAnswerMakesTheDeviceBadAndItRecovers(Mode fault) {
    String device = "moody-" + fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    try (FaultySlave slave = new FaultySlave()) {
      node.apply(
          device + ".yaml",
          DeviceYaml.modbus(device, slave.port(), 1)
              .timeoutMillis(3_000)
              .holding("a", 40)
              .holding("b", 41));
      feed.awaitGood(mark, device, "b");
      int spoiled = feed.mark();

      slave.be(fault);
      assertThat(feed.awaitBad(spoiled, device, "a").reason()).isNotBlank();
      feed.awaitBad(spoiled, device, "b");
      feed.awaitCount(feed.mark(), "healthy", "counter", 10);
      int healed = feed.mark();
      slave.be(Mode.NORMAL);

      assertThat(feed.awaitGood(healed, device, "a").value()).isEqualTo("40");
      assertThat(feed.awaitGood(healed, device, "b").value()).isEqualTo("41");
      assertThat(feed.since(mark, device, "a"))
          .filteredOn(Reading::isGood)
          .allMatch(reading -> reading.value().equals("40"));
      node.unapply(device + ".yaml");
    }
    assertThat(node.log().count(log, device)).isLessThanOrEqualTo(FEW_LINES);
  }

  @Test
  void aSlaveThatHangsUpAfterEveryFewRequestsIsStillRead() {
    try (FaultySlave slave = new FaultySlave().closeAfter(3)) {
      node.apply("fickle.yaml", DeviceYaml.modbus("fickle", slave.port(), 1).holding("a", 40));

      feed.await(
          mark,
          "fickle",
          "a",
          "the fifth good one",
          reading -> feed.since(mark, "fickle", "a").stream().filter(Reading::isGood).count() >= 5);
      node.unapply("fickle.yaml");
    }
  }

  @Test
  void aUnitThatIsNotThereHarmsNoOtherOnTheSameLine() {
    try (PymodbusServer slave = PymodbusServer.start()) {
      node.apply("unit-1.yaml", DeviceYaml.modbus("unit-1", slave.port(), 1).holding("a", 5));
      node.apply(
          "unit-9.yaml",
          DeviceYaml.modbus("unit-9", slave.port(), 9).timeoutMillis(1_000).holding("a", 5));

      feed.awaitBad(mark, "unit-9", "a");
      feed.awaitGood(feed.mark(), "unit-1", "a");
      assertThat(feed.since(mark, "unit-1", "a")).isNotEmpty();
      node.unapply("unit-9.yaml");
      node.unapply("unit-1.yaml");
    }
  }
}
