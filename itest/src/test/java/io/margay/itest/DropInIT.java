package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Driver jars that are copied into {@code deploy/}, overwritten, spoiled and deleted. */
class DropInIT {
  private static MargayNode node;
  private static DataFeed feed;

  @BeforeAll
  static void startANodeWithoutDrivers() {
    node = MargayNode.unpacked("drop-in");
    node.configure("io.margay.mapper.cfg", "probationMillis=1000\n");
    node.start();
    feed = DataFeed.on(node.mqttPort());
  }

  @AfterAll
  static void stopIt() {
    feed.close();
    node.close();
  }

  @Test
  void aDriverWorksOnceItIsCopied() {
    try (LibmodbusServer slave = LibmodbusServer.moving()) {
      node.apply("fast.yaml", DeviceYaml.modbus("fast", slave.port(), 1).holding("counter", 0));
      int log = node.log().mark();

      node.deploy("modbus.jar", node.driver("modbus"));

      feed.awaitGood(0, "fast", "counter");
      node.log().await(log, "modbus");
      assertThat(node.shell("mapper:list")).contains("modbus");
      node.unapply("fast.yaml");
      node.undeploy("modbus.jar");
      awaitMapper("modbus", false);
    }
  }

  @Test
  void anOverwrittenJarIsUpdatedInPlaceAndNoValueIsLost() {
    node.deploy("overwritten.jar", TestDriverJar.withValue("over", "1.0.0", "over", 1));
    node.apply("over.yaml", device("over"));
    feed.await(0, "over", "p", "1", reading -> reading.value().equals("1"));
    int mark = feed.mark();

    node.deploy("overwritten.jar", TestDriverJar.withValue("over", "2.0.0", "over", 2));
    feed.await(mark, "over", "p", "2", reading -> reading.value().equals("2"));

    assertGapless(feed.since(mark, "over", "p"));
    Await.until(
        "the old version to be gone",
        () -> {
          assertThat(rows("mapper:list", "over")).hasSize(1).allMatch(row -> row.contains("2.0.0"));
          assertThat(rows("lb -s", "over")).hasSize(1);
        });
  }

  @Test
  void theModbusDriverItselfCanBeUpdatedWhileItsDeviceIsRead() {
    try (LibmodbusServer slave = LibmodbusServer.moving()) {
      node.deploy("m.jar", node.driver("modbus"));
      node.apply("live.yaml", DeviceYaml.modbus("live", slave.port(), 1).holding("counter", 0));
      feed.awaitGood(0, "live", "counter");
      int mark = feed.mark();

      node.deploy("m.jar", TestDriverJar.withVersion(node.driver("modbus"), "9.9.9"));
      Await.until(
          "the new version in mapper:list",
          () -> assertThat(node.shell("mapper:list")).contains("9.9.9"));
      feed.awaitGood(feed.mark(), "live", "counter");

      assertGapless(feed.since(mark, "live", "counter"));
      node.unapply("live.yaml");
      node.undeploy("m.jar");
      awaitMapper("modbus", false);
    }
  }

  @Test
  void aDeletedJarIsGoneAndTheLogSaysSo() {
    node.deploy("brief.jar", TestDriverJar.withValue("brief", "1.0.0", "brief", 1));
    node.apply("brief.yaml", device("brief"));
    feed.awaitGood(0, "brief", "p");
    int log = node.log().mark();

    node.undeploy("brief.jar");

    awaitMapper("brief", false);
    node.log().await(log, "brief");
    Await.until("its bundle to go", () -> assertThat(rows("lb -s", "brief")).isEmpty());
    Await.until(
        "the device without its driver",
        () -> assertThat(rows("device:list", "brief")).noneMatch(row -> row.contains("online")));
  }

  @Test
  void aJarThatDoesNotResolveSaysWhatItMissesAndHarmsNothing() {
    node.deploy("steady.jar", TestDriverJar.withValue("steady", "1.0.0", "steady", 1));
    node.apply("steady.yaml", device("steady"));
    feed.awaitGood(0, "steady", "p");
    int log = node.log().mark();
    int mark = feed.mark();

    node.deploy("needy.jar", TestDriverJar.importing("needy", "com.example.missing"));

    node.log().await(log, "deploy/needy.jar", "com.example.missing");
    assertGapless(feed.awaitCount(mark, "steady", "p", 10));
    assertThat(node.log().since(log)).noneMatch(text -> text.startsWith("\tat "));
    Await.until(
        "the reason in mapper:list",
        () ->
            assertThat(rows("mapper:list", "unresolved"))
                .anyMatch(row -> row.contains("com.example.missing")));

    node.deploy("needy.jar", TestDriverJar.withValue("needy", "1.0.1", "needy", 1));
    awaitMapper("needy", true);
  }

  @Test
  void aHalfCopiedJarHarmsNothingAndWorksWhenItIsComplete() throws IOException {
    byte[] whole = Files.readAllBytes(TestDriverJar.withValue("half", "1.0.0", "half", 1));
    Path jar = node.home().resolve("deploy/half.jar");
    node.apply("half.yaml", device("half"));

    Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
    letTheNodeLook("after-half");
    assertThat(rows("mapper:list", "half")).isEmpty();

    Files.write(jar, whole);
    feed.awaitGood(0, "half", "p");
  }

  @Test
  void aFileThatIsNoBundleHarmsNothing() throws IOException {
    Files.writeString(node.home().resolve("deploy/letter.jar"), "Dear driver,\n");

    letTheNodeLook("after-letter");
    node.undeploy("letter.jar");
  }

  /** Returns when the node has certainly seen what was in {@code deploy/} before. */
  private static void letTheNodeLook(String protocol) {
    node.deploy(protocol + ".jar", TestDriverJar.withValue(protocol, "1.0.0", protocol, 1));
    awaitMapper(protocol, true);
  }

  private static DeviceYaml device(String protocol) {
    return DeviceYaml.of(protocol, protocol).property("p", "INT", "ReadWrite", Map.of());
  }

  private static void assertGapless(List<Reading> readings) {
    for (int i = 1; i < readings.size(); i++) {
      assertThat(readings.get(i).sequence())
          .as("sequence of %s", readings)
          .isEqualTo(readings.get(i - 1).sequence() + 1);
    }
  }

  private static void awaitMapper(String protocol, boolean there) {
    Await.until(
        "mapper " + protocol + (there ? " to come" : " to go"),
        () -> assertThat(rows("mapper:list", protocol)).hasSize(there ? 1 : 0));
  }

  private static List<String> rows(String command, String word) {
    return node.shell(command)
        .lines()
        .filter(line -> List.of(line.split("[\\s|]+")).contains(word))
        .toList();
  }
}
