package io.margay.itest.plc;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A node with the PLC4X driver and two servers that we did not write: snap7's S7 and node-opcua's
 * OPC UA, described as the driver's page shows it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Plc4xIT {
  private static final Path PAGE =
      Path.of(System.getProperty("margay.counterparties"), "../../docs/drivers-plc4x.md");
  private static final String LIBRARY_LOADER =
      "io.margay.driver.plc4x.internal.library.LibraryLoader";
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(apiVersion:.*?)^```");

  /** Those to the CPU and the server, and the one that the server tells of changes on. */
  private static final int CONNECTIONS = 3;

  private static PlcServer cpu;
  private static PlcServer plant;
  private static MargayNode node;
  private static DataFeed feed;

  @BeforeAll
  static void startANodeAndItsPlcs() throws IOException {
    cpu = PlcServer.s7();
    plant = PlcServer.opcUa();
    node = MargayNode.unpacked("plc4x");
    node.deploy("plc4x.jar", node.home().resolve("extras/drivers/plc4x.jar"));
    node.start();
    feed = DataFeed.on(node.mqttPort());
    node.apply("plcs.yaml", pageExamples());
  }

  @AfterAll
  static void stopThem() {
    feed.close();
    node.close();
    plant.close();
    cpu.close();
  }

  /** The manifests of the page, with the ports of the servers and without a hurry. */
  private static String pageExamples() throws IOException {
    String examples =
        String.join(
            "---\n",
            YAML.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList());
    assertThat(examples).contains("127.0.0.1:102", "127.0.0.1:4840");
    return examples
        .replace("127.0.0.1:102", "127.0.0.1:" + cpu.port())
        .replace("127.0.0.1:4840", "127.0.0.1:" + plant.port());
  }

  @Test
  @Order(1)
  void valuesOfAnS7CpuArriveAndOneBadTagIsBadAlone() {
    assertThat(feed.awaitGood(0, "press-cpu", "temperature").value()).isEqualTo("21.5");
    assertThat(feed.awaitGood(0, "press-cpu", "name").value()).isEqualTo("press");
    assertThat(feed.awaitBad(0, "press-cpu", "missing").reason())
        .contains("the device has no such address");
    Reading first = feed.awaitGood(0, "press-cpu", "counter");
    feed.await(
        0,
        "press-cpu",
        "counter",
        "higher than the first",
        reading -> reading.isGood() && number(reading) > number(first));
  }

  @Test
  @Order(2)
  void valuesOfAnOpcUaServerArriveAndOneBadNodeIsBadAlone() {
    assertThat(feed.awaitGood(0, "plant", "temperature").value()).isEqualTo("21.5");
    assertThat(feed.awaitBad(0, "plant", "missing").reason())
        .contains("the device has no such tag");
  }

  @Test
  @Order(3)
  void anOpcUaServerTellsOfChangesWithItsOwnTime() {
    List<Reading> told = feed.awaitCount(feed.mark(), "plant", "counter", 4);

    assertThat(told).allMatch(Reading::isGood);
    assertThat(number(told.get(3))).isGreaterThan(number(told.get(0)));
  }

  @Test
  @Order(4)
  void bothAreWrittenAndReadBack() {
    int mark = feed.mark();

    node.shell("device:set press-cpu setpoint 900");
    node.shell("device:set plant setpoint 901");

    feed.await(mark, "press-cpu", "setpoint", "900", reading -> reading.value().equals("900"));
    feed.await(mark, "plant", "setpoint", "901", reading -> reading.value().equals("901"));
  }

  @Test
  @Order(5)
  void aServerThatDiesAndComesBackIsReadAndListenedToAgain() {
    int mark = feed.mark();
    cpu.kill();
    plant.kill();
    feed.awaitBad(mark, "press-cpu", "temperature");
    feed.awaitBad(mark, "plant", "temperature");
    cpu.start();
    plant.start();
    int back = feed.mark();

    feed.awaitGood(back, "press-cpu", "temperature");
    feed.awaitGood(back, "plant", "temperature");
    assertThat(feed.awaitCount(feed.mark(), "plant", "counter", 3)).allMatch(Reading::isGood);
    awaitTimers(CONNECTIONS);
  }

  @Test
  @Order(6)
  void aNewVersionTakesOverWithoutAGap() {
    int mark = feed.mark();

    node.deploy(
        "plc4x.jar",
        TestDriverJar.withVersion(node.home().resolve("extras/drivers/plc4x.jar"), "9.9.9"));
    Await.until(
        "the new version alone in mapper:list",
        () ->
            assertThat(node.shell("mapper:list").lines().filter(line -> line.contains("plc4x")))
                .singleElement()
                .asString()
                .contains("9.9.9"));
    feed.awaitGood(feed.mark(), "press-cpu", "counter");

    List<Long> sequences =
        feed.since(mark, "press-cpu", "counter").stream().map(Reading::sequence).toList();
    for (int i = 1; i < sequences.size(); i++) {
      assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1);
    }
    awaitTimers(CONNECTIONS);
    awaitLibraries(1);
  }

  @Test
  @Order(7)
  void aDriverThatLeavesLeavesNothingThoughDevicesHadClosedItsConnections() {
    node.undeploy("plc4x.jar");

    awaitLibraries(0);
    awaitTimers(0);
  }

  /** Each connection of PLC4X has a thread of Netty's timer. */
  private static void awaitTimers(int count) {
    Await.until(
        count + " timers",
        () ->
            assertThat(node.jcmd("Thread.print").lines())
                .filteredOn(line -> line.contains("HashedWheelTimer$Worker.run("))
                .hasSize(count));
  }

  /** Each copy of PLC4X has a class loader. */
  private static void awaitLibraries(int count) {
    Await.until(
        count + " copies of PLC4X",
        () -> {
          node.jcmd("GC.run");
          assertThat(node.jcmd("VM.classloader_stats").lines())
              .filteredOn(line -> line.endsWith(LIBRARY_LOADER))
              .hasSize(count);
        });
  }

  private static long number(Reading reading) {
    return Long.parseLong(reading.value());
  }
}
