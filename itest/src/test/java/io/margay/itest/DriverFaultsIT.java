package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers with bugs: their device is BAD with a reason, and the engine goes on with the others. */
class DriverFaultsIT {

  private static MargayNode node;
  private static DataFeed feed;

  private int mark;

  @BeforeAll
  static void startANodeWithAHealthyDevice() {
    node = MargayNode.running("driver-faults");
    feed = DataFeed.on(node.mqttPort());
    node.deploy("buggy.jar", TestDriverJar.withValue("buggy", "1.0.0", "buggy", 7));
    node.apply("healthy.yaml", device("healthy", "buggy", "none"));
    feed.awaitGood(0, "healthy", "p");
  }

  @AfterAll
  static void stopIt() {
    feed.close();
    node.close();
  }

  @BeforeEach
  void mark() {
    mark = feed.mark();
  }

  @AfterEach
  void theHealthyDeviceWentOn() {
    feed.awaitGood(feed.mark(), "healthy", "p");
    List<Reading> readings = feed.since(mark, "healthy", "p");
    for (int i = 1; i < readings.size(); i++) {
      assertThat(readings.get(i).sequence()).isEqualTo(readings.get(i - 1).sequence() + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refuses in open",
        "throws in open",
        "error in open",
        "hangs in open",
        "throws in read",
        "hangs in read"
      })
  void aDriverThatMisbehavesMakesItsOwnDeviceBad(String fault) {
    String device = fault.replace(' ', '-');

    node.apply(device + ".yaml", device(device, "buggy", fault));

    assertThat(feed.awaitBad(mark, device, "p").reason()).isNotBlank();
    feed.awaitCount(feed.mark(), "healthy", "p", 10);
    node.unapply(device + ".yaml");
    Await.until(
        "the device to go", () -> assertThat(node.shell("device:list")).doesNotContain(device));
  }

  @Test
  void aDriverThatThrowsInCloseCanStillBeLeft() {
    node.apply("clingy.yaml", device("clingy", "buggy", "throws in close"));
    feed.awaitGood(mark, "clingy", "p");

    node.unapply("clingy.yaml");

    Await.until(
        "the device to go", () -> assertThat(node.shell("device:list")).doesNotContain("clingy"));
  }

  @Test
  void aDriverThatThrowsInValidateRefusesItsOwnDeviceOnly() {
    int log = node.log().mark();

    node.apply("picky.yaml", device("picky", "buggy", "throws in validate"));

    node.log().await(log, "picky");
    feed.awaitCount(feed.mark(), "healthy", "p", 5);
    node.unapply("picky.yaml");
  }

  @Test
  void ofTwoDriversForOneProtocolTheFirstServesAndTheOtherTakesOverWhenItGoes() {
    int log = node.log().mark();
    node.deploy("rival-1.jar", TestDriverJar.withValue("rival-1", "1.0.0", "rival", 1));
    node.apply("fought-over.yaml", device("fought-over", "rival", "none"));
    feed.awaitGood(mark, "fought-over", "p");

    node.deploy("rival-2.jar", TestDriverJar.withValue("rival-2", "2.0.0", "rival", 2));
    node.log().await(log, "2 drivers for protocol rival", "rival-1 1.0.0 serves");
    assertThat(feed.awaitCount(feed.mark(), "fought-over", "p", 5))
        .allMatch(reading -> reading.value().equals("1"));

    node.undeploy("rival-1.jar");
    feed.await(feed.mark(), "fought-over", "p", "2", reading -> reading.value().equals("2"));
    node.unapply("fought-over.yaml");
  }

  private static DeviceYaml device(String name, String protocol, String fault) {
    return DeviceYaml.of(name, protocol)
        .setting("fault", fault)
        .property("p", "INT", "ReadOnly", Map.of());
  }
}
