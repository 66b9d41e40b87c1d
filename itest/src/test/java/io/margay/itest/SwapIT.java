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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver is replaced while its devices are read: nothing is lost, and there is a way back. */
class SwapIT {
  private static final int PERIOD_MILLIS = 100;
  private static final String MODBUS = "io.margay.driver.modbus";
  private static final String NEXT = "9.9.9";
  private static final Pattern CLASS_LOADERS =
      Pattern.compile(" (\\d+) +\\d+ +org\\.apache\\.felix\\.framework\\.\\S*BundleClassLoader");

  private static MargayNode node;
  private static DataFeed feed;

  @BeforeAll
  static void startANode() {
    node = newNode("probationMillis=1000\n");
    node.start();
    feed = DataFeed.on(node.mqttPort());
  }

  @AfterAll
  static void stopIt() {
    feed.close();
    node.close();
  }

  private static MargayNode newNode(String settings) {
    MargayNode fresh = MargayNode.unpacked("swap");
    fresh.configure("io.margay.mapper.cfg", settings);
    return fresh;
  }

  @Test
  void aNewVersionTakesOverAndNothingIsLost() {
    try (LibmodbusServer slave = LibmodbusServer.moving();
        MargayNode own = newNode("probationMillis=2000\n")) {
      own.deploy("modbus.jar", own.driver("modbus"));
      own.apply("press.yaml", press(slave));
      own.start();
      try (DataFeed values = DataFeed.on(own.mqttPort())) {
        int mark = values.mark();
        values.awaitCount(mark, "press", "counter", 50);
        int requestsBefore = slave.requests().size();
        long gapBefore = longestGap(slave.requests().subList(requestsBefore - 40, requestsBefore));
        String loadersBefore = classLoaders(own);

        own.deploy("modbus.jar", TestDriverJar.withVersion(own.driver("modbus"), NEXT));
        awaitServing(own, MODBUS, NEXT);
        values.awaitCount(values.mark(), "press", "counter", 20);

        assertGaplessAndGood(values.since(mark, "press", "counter"));
        List<Request> all = slave.requests();
        assertThat(longestGap(all.subList(requestsBefore, all.size())))
            .as("longest time without a request, it was %d ms before the swap", gapBefore)
            .isLessThanOrEqualTo(2 * PERIOD_MILLIS + gapBefore);
        Await.until(
            "the class loader of the old version to go",
            () -> assertThat(classLoaders(own)).isEqualTo(loadersBefore));
      }
    }
  }

  @Test
  void theSameVersionBuiltAgainTakesOverToo() {
    serve("built-again");

    node.deploy(
        "built-again.jar", TestDriverJar.withValue("built-again", "1.0.0", "built-again", 2));

    feed.await(0, "built-again", "p", "2", reading -> reading.value().equals("2"));
    awaitOneBundle(node, "built-again", "1.0.0");
    assertGaplessAndGood(feed.since(0, "built-again", "p"));
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
    String x = fault.replace(' ', '-');
    serve(x);
    int log = node.log().mark();

    node.deploy(x + ".jar", TestDriverJar.withFault(x, "2.0.0", x, fault));

    node.log().await(log, "deploy/" + x + ".jar", x + " 2.0.0 is rolled back");
    awaitOneBundle(node, x, "1.0.0");
    feed.await(feed.mark(), x, "p", "1", reading -> reading.value().equals("1"));
    assertGapless(feed.since(0, x, "p"));
    assertThat(node.shell("mapper:drivers")).containsPattern(x + " +2\\.0\\.0.*refused");
  }

  @Test
  void aNewVersionThatDoesNotResolveIsShownAndTheNextOneReplacesIt() {
    serve("x");
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

    awaitServing(node, "x", "3.0.0");
    assertGaplessAndGood(feed.since(0, "x", "p"));
  }

  @Test
  void aVersionThatIsDroppedWhileAnotherIsTriedComesNextAndNothingIsLost() {
    serve("queue");
    int log = node.log().mark();

    node.deploy("queue.jar", TestDriverJar.withValue("queue", "2.0.0", "queue", 2));
    feed.await(0, "queue", "p", "2", reading -> reading.value().equals("2"));
    node.deploy("queue.jar", TestDriverJar.withValue("queue", "3.0.0", "queue", 3));

    node.log().await(log, "queue is now served by queue 2.0.0");
    awaitServing(node, "queue", "3.0.0");
    feed.await(0, "queue", "p", "3", reading -> reading.value().equals("3"));
    assertGaplessAndGood(feed.since(0, "queue", "p"));
  }

  @Test
  void theVersionBeforeIsCalledBackAndStaysWhenTheNodeStartsAgain() {
    try (MargayNode own = newNode("probationMillis=1000\n")) {
      own.deploy("x.jar", TestDriverJar.withValue("x", "1.0.0", "x", 1));
      own.apply("d.yaml", device("x"));
      own.start();
      try (DataFeed values = DataFeed.on(own.mqttPort())) {
        values.awaitCount(0, "x", "p", 10);
        Path next = TestDriverJar.withValue("x", "2.0.0", "x", 2);
        assertThat(own.shell("mapper:update " + next)).contains("deploy/x.jar: x 2.0.0");
        awaitServing(own, "x", "2.0.0");

        assertThat(own.shell("mapper:rollback x")).contains("from 2.0.0 back to 1.0.0");

        awaitServing(own, "x", "1.0.0");
        values.await(values.mark(), "x", "p", "1", reading -> reading.value().equals("1"));
        assertGaplessAndGood(values.since(0, "x", "p"));
      }
      own.stop();
      own.start();
      try (DataFeed values = DataFeed.on(own.mqttPort())) {
        values.await(0, "x", "p", "1", reading -> reading.value().equals("1"));
        awaitOneBundle(own, "x", "1.0.0");
      }
    }
  }

  /**
   * How far a swap is when the node is killed, as one sees it from outside. Each is of a driver of
   * its own, which stays there until all have come to theirs.
   */
  enum Step {
    /** The new driver looks at descriptions, and does not come back from it. */
    VALIDATING("none", "hangs in validate", "1.0.0"),
    /** It opens the first device, and does not come back from it. */
    OPENING("none", "hangs in open", "1.0.0") {
      @Override
      boolean isReached(MargayNode node, String status) {
        return isAt("CANARY", status);
      }
    },
    /** The first device has moved and is observed. */
    CANARY("none", "none", "2.0.0"),
    /** The first device has moved, and the second one is opened. */
    MOVING("none", "hangs in open 2", "1.0.0"),
    /** All devices have moved, the old driver stands by. */
    PROBATION("none", "none", "2.0.0"),
    /** A person has called the old version back, which opens a device anew. */
    ROLLING_BACK("hangs in open 3", "none", "1.0.0"),
    /** The jar lies on the shelf; this is over at once, so it comes last. */
    COPIED("none", "none", "2.0.0") {
      @Override
      boolean isReached(MargayNode node, String status) {
        String[] files = node.var().resolve("drivers").resolve(driver()).toFile().list();
        return files != null
            && List.of(files).stream().anyMatch(file -> file.matches("2\\.0\\.0-.*\\.jar"));
      }
    };

    private final String faultBefore;
    private final String fault;
    private final String servesInTheEnd;

    Step(String faultBefore, String fault, String servesInTheEnd) {
      this.faultBefore = faultBefore;
      this.fault = fault;
      this.servesInTheEnd = servesInTheEnd;
    }

    String driver() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void deploy(MargayNode node, int value) {
      node.deploy(
          driver() + ".jar",
          TestDriverJar.with(
              driver(), value + ".0.0", driver(), value, value == 1 ? faultBefore : fault));
    }

    /** Two devices; one that is read seldom is observed for long. */
    void describe(MargayNode node, int timeoutMillis, int periodMillis) {
      for (String device : List.of("a", "b")) {
        node.apply(
            driver() + "-" + device + ".yaml",
            DeviceYaml.of(driver() + "-" + device, driver())
                .timeoutMillis(timeoutMillis)
                .property("p", "INT", "ReadOnly", Map.of())
                .everyMillis(periodMillis));
      }
    }

    boolean isReached(MargayNode node, String status) {
      return isAt(name(), status);
    }

    boolean isAt(String step, String status) {
      return status
          .lines()
          .anyMatch(line -> line.startsWith(driver() + " ") && line.contains(" " + step + " "));
    }

    String record(MargayNode node) throws IOException {
      return Files.readString(
          node.var().resolve("drivers").resolve(driver()).resolve("record.properties"));
    }
  }

  @Test
  void aNodeThatIsKilledAtAnyStepOfASwapHasOneVersionServingAfterItsStart() {
    List<Step> steps = List.of(Step.values());
    try (MargayNode own = newNode("probationMillis=90000\ncanaryTicks=30\ngraceMillis=60000\n")) {
      steps.forEach(step -> step.deploy(own, 1));
      steps.forEach(step -> step.describe(own, 60_000, step == Step.CANARY ? 2_000 : 100));
      own.start();
      awaitValues(own, step -> "1");
      steps.stream().filter(step -> step != Step.COPIED).forEach(step -> step.deploy(own, 2));
      Await.until(
          "a swap that can be turned back",
          () ->
              assertThat(Step.ROLLING_BACK.isAt("PROBATION", own.shell("mapper:status"))).isTrue());
      own.shell("mapper:rollback " + Step.ROLLING_BACK.driver());
      Await.until(
          "all swaps at their steps",
          () -> {
            String status = own.shell("mapper:status");
            assertThat(steps)
                .filteredOn(step -> step != Step.COPIED)
                .as(status)
                .allMatch(step -> step.isReached(own, status));
          });
      Step.COPIED.deploy(own, 2);
      Await.until(
          "the jar on the shelf", () -> assertThat(Step.COPIED.isReached(own, "")).isTrue());
      own.kill();

      own.configure("io.margay.mapper.cfg", "probationMillis=500\n");
      steps.forEach(step -> step.describe(own, 500, PERIOD_MILLIS));
      own.start();
      Await.until(
          "the record of a swap",
          () -> assertThat(Step.COPIED.record(own)).contains("serving=2.0.0"));
      own.kill();

      own.start();
      steps.forEach(step -> awaitServing(own, step.driver(), step.servesInTheEnd));
      awaitValues(own, step -> step.servesInTheEnd.substring(0, 1));
    }
  }

  private static void awaitValues(MargayNode node, Function<Step, String> value) {
    try (DataFeed values = DataFeed.on(node.mqttPort())) {
      int mark = values.mark();
      for (Step step : Step.values()) {
        for (String device : List.of("-a", "-b")) {
          values.await(
              mark,
              step.driver() + device,
              "p",
              value.apply(step),
              reading -> reading.value().equals(value.apply(step)));
        }
      }
    }
  }

  /** Has a device served by a driver, both of this name. */
  private static void serve(String name) {
    node.deploy(name + ".jar", TestDriverJar.withValue(name, "1.0.0", name, 1));
    node.apply(name + ".yaml", device(name));
    feed.awaitCount(0, name, "p", 10);
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

  private static void awaitServing(MargayNode node, String driver, String version) {
    Await.until(
        driver + " " + version + " to serve",
        () ->
            assertThat(node.shell("mapper:drivers"))
                .containsPattern(
                    "(?m)^"
                        + Pattern.quote(driver)
                        + " +"
                        + Pattern.quote(version)
                        + " +\\S+ +serving")
                .doesNotContainPattern("(?m)^" + Pattern.quote(driver) + " .*on trial"));
    awaitOneBundle(node, driver, version);
  }

  private static void awaitOneBundle(MargayNode node, String driver, String version) {
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
  private static String classLoaders(MargayNode node) {
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
