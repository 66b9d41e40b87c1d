package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.LibmodbusServer.Request;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver is replaced while its devices are read: nothing is lost, and there is a way back. */
class SwapIT {
  private static final int PERIOD_MILLIS = 100;
  private static final String MODBUS = "io.margay.driver.modbus";
  private static final String NEXT = "9.9.9";
  private static final Pattern CLASS_LOADERS =
      Pattern.compile(" (\\d+) +\\d+ +org\\.apache\\.felix\\.framework\\.\\S*BundleClassLoader");

  private MargayNode node;

  @BeforeEach
  void unpackANode() {
    node = MargayNode.unpacked("swap");
    node.configure("io.margay.mapper.cfg", "probationMillis=2000\n");
  }

  @AfterEach
  void stopIt() {
    node.close();
  }

  @Test
  void aNewVersionTakesOverAndNothingIsLost() {
    try (LibmodbusServer slave = LibmodbusServer.moving()) {
      node.deploy("modbus.jar", node.driver("modbus"));
      node.apply("press.yaml", press(slave));
      node.start();
      try (DataFeed feed = DataFeed.on(node.mqttPort())) {
        int mark = feed.mark();
        feed.awaitCount(mark, "press", "counter", 50);
        int requestsBefore = slave.requests().size();
        long gapBefore = longestGap(slave.requests().subList(requestsBefore - 40, requestsBefore));
        String loadersBefore = classLoaders();

        node.deploy("modbus.jar", TestDriverJar.withVersion(node.driver("modbus"), NEXT));
        awaitServing(MODBUS, NEXT);
        feed.awaitCount(feed.mark(), "press", "counter", 20);

        assertGaplessAndGood(feed.since(mark, "press", "counter"));
        List<Request> all = slave.requests();
        assertThat(longestGap(all.subList(requestsBefore, all.size())))
            .as("longest time without a request, it was %d ms before the swap", gapBefore)
            .isLessThanOrEqualTo(2 * PERIOD_MILLIS + gapBefore);
        Await.until(
            "the class loader of the old version to go",
            () -> assertThat(classLoaders()).isEqualTo(loadersBefore));
      }
    }
  }

  @Test
  void theSameVersionBuiltAgainTakesOverToo() {
    node.deploy("x.jar", TestDriverJar.withValue("x", "1.0.0", "x", 1));
    node.apply("d.yaml", device("x"));
    node.start();
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitCount(0, "x", "p", 20);
      int mark = feed.mark();

      node.deploy("x.jar", TestDriverJar.withValue("x", "1.0.0", "x", 2));

      feed.await(mark, "x", "p", "2", reading -> reading.value().equals("2"));
      awaitOneBundle("x", "1.0.0");
      assertGaplessAndGood(feed.since(0, "x", "p"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throws in validate",
        "hangs in validate",
        "refuses in open",
        "throws in open",
        "hangs in open",
        "throws in read",
        "hangs in read"
      })
  void aNewVersionThatMisbehavesEndsWithTheOldOneServing(String fault) {
    node.deploy("x.jar", TestDriverJar.withValue("x", "1.0.0", "x", 1));
    node.apply("d.yaml", device("x"));
    node.start();
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitCount(0, "x", "p", 20);
      int log = node.log().mark();

      node.deploy("x.jar", TestDriverJar.withFault("x", "2.0.0", "x", fault));

      node.log().await(log, "deploy/x.jar", "x 2.0.0 is rolled back");
      awaitOneBundle("x", "1.0.0");
      feed.await(feed.mark(), "x", "p", "1", reading -> reading.value().equals("1"));
      assertGapless(feed.since(0, "x", "p"));
      assertThat(node.shell("mapper:drivers")).containsPattern("2\\.0\\.0.*refused");
    }
  }

  @Test
  void aNewVersionThatDoesNotResolveIsShownAndTheNextOneReplacesIt() {
    node.deploy("x.jar", TestDriverJar.withValue("x", "1.0.0", "x", 1));
    node.apply("d.yaml", device("x"));
    node.start();
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitCount(0, "x", "p", 20);
      int log = node.log().mark();

      node.deploy("x.jar", TestDriverJar.importing("x", "com.example.missing"));
      node.log().await(log, "deploy/x.jar", "com.example.missing");
      Await.until(
          "both in mapper:list",
          () ->
              assertThat(node.shell("mapper:list"))
                  .containsPattern("x +1\\.0\\.0 +serving")
                  .containsPattern("unresolved.*com\\.example\\.missing"));
      node.deploy("x.jar", TestDriverJar.withValue("x", "3.0.0", "x", 3));

      awaitServing("x", "3.0.0");
      assertGaplessAndGood(feed.since(0, "x", "p"));
    }
  }

  @Test
  void theVersionBeforeIsCalledBackAndStaysWhenTheNodeStartsAgain() {
    node.deploy("x.jar", TestDriverJar.withValue("x", "1.0.0", "x", 1));
    node.apply("d.yaml", device("x"));
    node.start();
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitCount(0, "x", "p", 20);
      Path next = TestDriverJar.withValue("x", "2.0.0", "x", 2);
      assertThat(node.shell("mapper:update " + next)).contains("deploy/x.jar: x 2.0.0");
      awaitServing("x", "2.0.0");

      assertThat(node.shell("mapper:rollback x")).contains("from 2.0.0 back to 1.0.0");

      awaitServing("x", "1.0.0");
      feed.await(feed.mark(), "x", "p", "1", reading -> reading.value().equals("1"));
      assertGaplessAndGood(feed.since(0, "x", "p"));
    }
    node.stop();
    node.start();
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.await(0, "x", "p", "1", reading -> reading.value().equals("1"));
      awaitOneBundle("x", "1.0.0");
    }
  }

  /** How far a swap is when the node is killed, as one sees it from outside. */
  enum Step {
    /** The jar lies on the shelf. */
    COPIED("none", "2.0.0") {
      @Override
      boolean isReached(MargayNode node) {
        return shelf(node).stream().anyMatch(file -> file.matches("2\\.0\\.0-.*\\.jar"));
      }
    },
    /** The new driver looks at descriptions, and does not come back from it. */
    VALIDATING("hangs in validate", "1.0.0"),
    /** It opens the first device, and does not come back from it. */
    OPENING("hangs in open", "1.0.0") {
      @Override
      boolean isReached(MargayNode node) {
        return node.shell("mapper:status").contains("CANARY");
      }
    },
    /** The first device has moved and is observed. */
    CANARY("none", "2.0.0"),
    /** All devices have moved, the old driver stands by. */
    PROBATION("none", "2.0.0"),
    /** The record says that the new version serves. */
    RECORDED("none", "2.0.0") {
      @Override
      boolean isReached(MargayNode node) {
        return record(node).contains("serving=2.0.0");
      }
    };

    private final String fault;
    private final String servesInTheEnd;

    Step(String fault, String servesInTheEnd) {
      this.fault = fault;
      this.servesInTheEnd = servesInTheEnd;
    }

    boolean isReached(MargayNode node) {
      return node.shell("mapper:status").contains(name());
    }

    private static List<String> shelf(MargayNode node) {
      String[] files = node.var().resolve("drivers/x").toFile().list();
      return files == null ? List.of() : List.of(files);
    }

    private static String record(MargayNode node) {
      try {
        return Files.readString(node.var().resolve("drivers/x/record.properties"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aNodeThatIsKilledAtAStepOfASwapHasOneVersionServingAfterItsStart(Step step) {
    node.configure("io.margay.mapper.cfg", "canaryTicks=40\nprobationMillis=8000\n");
    node.deploy("x.jar", TestDriverJar.withValue("x", "1.0.0", "x", 1));
    node.apply("d.yaml", device("x").timeoutMillis(5_000));
    node.start();
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitCount(0, "x", "p", 20);
    }
    node.deploy(
        "x.jar",
        step.fault.equals("none")
            ? TestDriverJar.withValue("x", "2.0.0", "x", 2)
            : TestDriverJar.withFault("x", "2.0.0", "x", step.fault));
    Await.until(step + " to be reached", () -> assertThat(step.isReached(node)).isTrue());
    node.kill();

    node.configure("io.margay.mapper.cfg", "probationMillis=1000\n");
    node.start();

    awaitServing("x", step.servesInTheEnd);
    String value = step.servesInTheEnd.substring(0, 1);
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.await(feed.mark(), "x", "p", value, reading -> reading.value().equals(value));
    }
  }

  private static DeviceYaml press(LibmodbusServer slave) {
    return DeviceYaml.modbus("press", slave.port(), 1)
        .holding("counter", 0)
        .everyMillis(PERIOD_MILLIS);
  }

  private static DeviceYaml device(String protocol) {
    return DeviceYaml.of(protocol, protocol)
        .timeoutMillis(500)
        .property("p", "INT", "ReadOnly", Map.of())
        .everyMillis(PERIOD_MILLIS);
  }

  private void awaitServing(String driver, String version) {
    Await.until(
        driver + " " + version + " to serve",
        () ->
            assertThat(node.shell("mapper:drivers"))
                .containsPattern(
                    Pattern.quote(driver) + " +" + Pattern.quote(version) + " +\\S+ +serving")
                .doesNotContain("on trial"));
    awaitOneBundle(driver, version);
  }

  private void awaitOneBundle(String driver, String version) {
    Await.until(
        "one bundle " + driver,
        () ->
            assertThat(
                    node.shell("lb -s").lines().filter(line -> line.contains("|" + driver + " ")))
                .singleElement()
                .asString()
                .contains("|" + version)
                .contains("Active"));
  }

  /** How many class loaders of bundles live. */
  private String classLoaders() {
    Matcher count = CLASS_LOADERS.matcher(node.jcmd("GC.class_histogram"));
    assertThat(count.find()).isTrue();
    return count.group(1);
  }

  private static long longestGap(List<Request> requests) {
    long longest = 0;
    for (int i = 1; i < requests.size(); i++) {
      longest = Math.max(longest, requests.get(i).millis() - requests.get(i - 1).millis());
    }
    return longest;
  }

  private static void assertGaplessAndGood(List<Reading> readings) {
    assertThat(readings).allMatch(Reading::isGood);
    assertGapless(readings);
  }

  private static void assertGapless(List<Reading> readings) {
    for (int i = 1; i < readings.size(); i++) {
      assertThat(readings.get(i).sequence())
          .as("sequence of %s", readings)
          .isEqualTo(readings.get(i - 1).sequence() + 1);
    }
  }
}
