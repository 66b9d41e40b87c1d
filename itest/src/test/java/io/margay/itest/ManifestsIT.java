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

/** Device and DeviceModel YAML that is copied into {@code manifests/}, edited, spoiled, deleted. */
class ManifestsIT {

  private static MargayNode node;
  private static DataFeed feed;

  private int watch;
  private int log;

  @BeforeAll
  static void startANodeWithOneDeviceThatMustNeverNoticeAnything() {
    node = MargayNode.running("manifests");
    feed = DataFeed.on(node.mqttPort());
    node.deploy("single.jar", TestDriverJar.withValue("single", "1.0.0", "single", 7));
    node.deploy("modbus.jar", node.driver("modbus"));
    node.apply("bystander.yaml", device("bystander"));
    feed.awaitGood(0, "bystander", "p");
  }

  @AfterAll
  static void stopIt() {
    feed.close();
    node.close();
  }

  @BeforeEach
  void watchTheBystander() {
    watch = feed.mark();
    log = node.log().mark();
  }

  @AfterEach
  void theBystanderNoticedNothing() {
    feed.awaitGood(feed.mark(), "bystander", "p");
    List<Reading> readings = feed.since(watch, "bystander", "p");
    assertThat(readings).allMatch(Reading::isGood);
    for (int i = 1; i < readings.size(); i++) {
      assertThat(readings.get(i).sequence()).isEqualTo(readings.get(i - 1).sequence() + 1);
    }
  }

  @Test
  void aDeviceIsAppliedEditedAndDeleted() {
    node.apply("life.yaml", device("life"));
    feed.awaitGood(watch, "life", "p");

    node.apply("life.yaml", device("life").property("q", "INT", "ReadWrite", Map.of()));
    feed.awaitGood(watch, "life", "q");

    node.unapply("life.yaml");
    awaitDevice("life", false);
    Await.until(
        "the last value of the device",
        () -> {
          int gone = feed.mark();
          feed.awaitCount(gone, "bystander", "p", 5);
          assertThat(feed.since(gone, "life", "p")).isEmpty();
        });
  }

  @Test
  void aMistakeIsToldWithFileLineFieldWhatIsThereAndWhatShouldBe() {
    String text = device("wrong").text().replace("collectCycle: 100", "collectCycle: often");

    node.apply("wrong.yaml", text);

    node.log()
        .await(
            log,
            "wrong.yaml:" + lineOf(text, "collectCycle: often") + ":",
            "collectCycle",
            "often",
            "expected");
    assertThat(node.shell("device:list")).doesNotContain("wrong");
  }

  @Test
  void aMistakeThatOnlyTheDriverCanSeeIsToldTheSameWay() {
    String text =
        DeviceYaml.modbus("typo", 1502, 1)
            .holding("p", 0)
            .text()
            .replace("HoldingRegister", "HoldingRegistr");

    node.apply("typo.yaml", text);

    node.log()
        .await(
            log,
            "typo.yaml:" + lineOf(text, "HoldingRegistr") + ":",
            "register",
            "HoldingRegistr",
            "CoilRegister, DiscreteInputRegister");
    assertThat(node.shell("device:list")).doesNotContain("typo");
  }

  @Test
  void aFileThatIsNoYamlIsRefusedWithItsLine() {
    node.apply("broken.yaml", "apiVersion: devices.kubeedge.io/v1beta1\nkind: [Device\n");

    node.log().await(log, "broken.yaml:");
  }

  @Test
  void aFileWithAMistakeLeavesTheDeviceAsItWas() {
    DeviceYaml good = device("kept");
    node.apply("kept.yaml", good);
    feed.awaitGood(watch, "kept", "p");
    int edited = feed.mark();

    node.apply("kept.yaml", good.text().replace("reportCycle: 100", "reportCycle: -5"));
    node.log().await(log, "kept.yaml:", "reportCycle");

    feed.awaitCount(edited, "kept", "p", 5);
    assertThat(feed.since(edited, "kept", "p")).allMatch(Reading::isGood);
    node.apply("kept.yaml", good.property("later", "INT", "ReadWrite", Map.of()));
    feed.awaitGood(edited, "kept", "later");
  }

  @Test
  void aDeviceOfAnUnknownModelWaitsAndSaysSoUntilTheModelComes() {
    DeviceYaml orphan = device("orphan");

    node.apply("orphan.yaml", orphan.device());
    Await.until(
        "the reason in device:list",
        () ->
            assertThat(node.shell("device:list").lines())
                .anyMatch(row -> row.contains("orphan") && row.contains("orphan-model")));

    node.apply("orphan-model.yaml", orphan.model());
    feed.awaitGood(watch, "orphan", "p");
  }

  @Test
  void aSecondFileWithTheSameDeviceIsRefusedAndNamesTheFirst() {
    DeviceYaml twice = device("twice");
    node.apply("twice-1.yaml", twice);
    feed.awaitGood(watch, "twice", "p");

    node.apply("twice-2.yaml", twice.device());

    node.log().await(log, "twice-2.yaml", "twice-1.yaml", "default/twice");
    feed.awaitGood(feed.mark(), "twice", "p");
  }

  @Test
  void aDeviceWaitsForItsDriver() {
    node.apply(
        "early.yaml", DeviceYaml.of("early", "late").property("p", "INT", "ReadOnly", Map.of()));
    awaitDevice("early", true);

    node.deploy("late.jar", TestDriverJar.withValue("late", "1.0.0", "late", 3));

    assertThat(feed.awaitGood(watch, "early", "p").value()).isEqualTo("3");
  }

  private static DeviceYaml device(String name) {
    return DeviceYaml.of(name, "single").property("p", "INT", "ReadWrite", Map.of());
  }

  private static void awaitDevice(String name, boolean there) {
    Await.until(
        "device " + name + (there ? " to come" : " to go"),
        () -> assertThat(node.shell("device:list").contains(name)).isEqualTo(there));
  }

  private static int lineOf(String text, String part) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i + 1;
      }
    }
    throw new AssertionError("no " + part + " in " + text);
  }
}
