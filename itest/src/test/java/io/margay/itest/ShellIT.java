package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.MqttPublisher;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person types into {@code bin/margay shell}. */
class ShellIT {

  private static MargayNode node;
  private static DataFeed feed;

  @BeforeAll
  static void startANodeWithTwoDevices() {
    node = MargayNode.running("shell");
    feed = DataFeed.on(node.mqttPort());
    node.deploy("single.jar", TestDriverJar.withValue("single", "1.2.3", "single", 7));
    node.apply("press.yaml", device("press"));
    node.apply("a-device-with-a-long-name.yaml", device("a-device-with-a-long-name"));
    feed.awaitGood(0, "press", "p");
    feed.awaitGood(0, "a-device-with-a-long-name", "p");
  }

  @AfterAll
  static void stopIt() {
    feed.close();
    node.close();
  }

  @Test
  void felixOwnCommandsAreThere() {
    assertThat(node.shell("lb")).contains("Active").contains("Margay");
    assertThat(node.shell("scr:list")).contains("io.margay.");
    assertThat(node.shell("help")).contains("device:list").contains("bus:sub");
  }

  @Test
  void aBundleIsInstalledUpdatedAndUninstalledByHand() {
    Path first = TestDriverJar.withValue("by-hand", "1.0.0", "by-hand", 1);
    Path second = TestDriverJar.withValue("by-hand", "2.0.0", "by-hand", 2);

    Matcher id = Pattern.compile("(\\d+)").matcher(node.shell("install " + first.toUri()));
    assertThat(id.find()).isTrue();
    String bundle = id.group(1);
    node.shell("start " + bundle);
    awaitInMapperList("by-hand", "1.0.0");

    node.shell("update " + bundle + " " + second.toUri());
    awaitInMapperList("by-hand", "2.0.0");

    node.shell("uninstall " + bundle);
    Await.until(
        "the mapper to go", () -> assertThat(node.shell("mapper:list")).doesNotContain("by-hand"));
  }

  @Test
  void tablesAreAligned() {
    List<String> lines =
        Await.value(
            "two devices that are online",
            () -> {
              List<String> list = node.shell("device:list").lines().toList();
              assertThat(list).filteredOn(line -> line.contains("online")).hasSize(2);
              return list;
            });
    int state = lines.get(0).toLowerCase(java.util.Locale.ROOT).indexOf("state");

    assertThat(state).isPositive();
    assertThat(lines)
        .filteredOn(line -> line.contains("online"))
        .allMatch(line -> line.indexOf("online") == state);
    assertThat(lines).noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void aDeviceIsShownWithValueAndQuality() {
    Await.until(
        "the value in the table",
        () ->
            assertThat(node.shell("device:get press").lines())
                .anyMatch(
                    line -> line.startsWith("p ") && line.contains("7") && line.contains("GOOD")));
  }

  @Test
  void aPropertyIsSet() {
    Await.until(
        "the device to take it",
        () ->
            assertThat(node.shell("device:set a-device-with-a-long-name p 5"))
                .contains("p is set to 5"));
    Await.until(
        "the device to have it",
        () ->
            assertThat(node.shell("device:get a-device-with-a-long-name").lines())
                .anyMatch(line -> line.startsWith("p ") && line.contains(" 5 ")));
  }

  @Test
  void mappersAreListedWithTheirVersion() {
    assertThat(node.shell("mapper:list").lines())
        .anyMatch(line -> line.contains("single") && line.contains("1.2.3"));
  }

  @Test
  void aSubscriptionEndsAfterTheMessagesThatWereAskedFor() {
    String said = node.shell("bus:sub -n 1 '$ke/events/device/default/press/data/update'");

    assertThat(said).contains("$ke/events/device/default/press/data/update").contains("\"p\"");
  }

  @Test
  void whatAnMqttClientPublishesIsSeenInTheShell() {
    CompletableFuture<String> said =
        CompletableFuture.supplyAsync(() -> node.shell("bus:sub -n 1 'plant/#'"));

    Await.until(
        "the subscription to see a message",
        () -> {
          new MqttPublisher(node.mqttPort()).publish("plant/hello", "world");
          assertThat(said).isDone();
        });

    assertThat(said.join()).contains("plant/hello").contains("world");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"device:list", "device:get", "device:set", "mapper:list", "bus:sub", "bus:status"})
  void everyCommandExplainsItselfWithAnExample(String command) {
    assertThat(node.shell(command + " --help")).contains("example: " + command);
  }

  @Test
  void aMistakeIsToldWithoutAStackTraceAndByTheExitCode() {
    var unknown = node.margay("shell", "device:get nobody");
    assertThat(unknown.exitCode()).isNotZero();
    assertThat(unknown.text()).contains("nobody").doesNotContain("\tat ");

    var nonsense = node.margay("shell", "no:such-command");
    assertThat(nonsense.exitCode()).isNotZero();
    assertThat(nonsense.text()).contains("no:such-command").doesNotContain("\tat ");
  }

  private static void awaitInMapperList(String protocol, String version) {
    Await.until(
        protocol + " " + version + " in mapper:list",
        () ->
            assertThat(node.shell("mapper:list").lines())
                .anyMatch(line -> line.contains(protocol) && line.contains(version)));
  }

  private static DeviceYaml device(String name) {
    return DeviceYaml.of(name, "single").property("p", "INT", "ReadWrite", Map.of());
  }
}
