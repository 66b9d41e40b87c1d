package io.margay.mapper.internal.device;

import static io.margay.dmi.PropertyType.DOUBLE;
import static io.margay.dmi.PropertyType.INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DriverException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceAccessTest {
  private final Bench bench = new Bench();
  private final FakeDriver driver = bench.driver;
  private final ServedDevices access = new ServedDevices();

  @BeforeEach
  void aPressIsServed() {
    access.add(bench.mapper);
    driver.values.put("speed", 5);
    bench.register(
        Plant.press()
            .property("speed", INT)
            .property("heat", DOUBLE, Map.of("scale", 0.1))
            .property("force", INT, Map.of("verify", true, "max", 100))
            .method("start", "speed", "heat")
            .method("reset"));
    driver.journal.clear();
    bench.reports.clear();
  }

  @Test
  void aDeviceIsFoundWithItsModel() {
    assertThat(access.devices()).containsExactly(Plant.PRESS);
    assertThat(access.device(Plant.PRESS)).isPresent();
    assertThat(access.model(Plant.PRESS)).isPresent();
    access.remove(bench.mapper);
    assertThat(access.device(Plant.PRESS)).isEmpty();
  }

  @Test
  void aValueThatIsYoungEnoughIsNotReadAgain() {
    driver.values.put("speed", 6);

    assertThat(done(read("speed", 60_000)).value()).isEqualTo(5L);
    assertThat(driver.journal).isEmpty();

    bench.seconds(0.1);
    driver.journal.clear();
    assertThat(done(read("speed", 1)).value()).isEqualTo(6L);
    assertThat(driver.count("read press [speed]")).isEqualTo(1);
  }

  @Test
  void readsAskedForTogetherAreOneReadThatServesTheTwinToo() {
    CompletionStage<Sample> first = read("speed", 0);
    CompletionStage<Sample> second = read("speed", 0);
    CompletionStage<Sample> third = read("heat", 0);
    assertThat(first.toCompletableFuture()).isNotDone();

    bench.workers.runAll();

    assertThat(driver.journal).containsExactly("read press [speed, heat]");
    assertThat(done(first)).isEqualTo(done(second)).isEqualTo(bench.reports.last("speed"));
    assertThat(done(third)).isEqualTo(bench.reports.last("heat"));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    NamespacedName oven = new NamespacedName("line1", "oven");

    assertFails(access.read(oven, "speed", Duration.ZERO), Kind.NOT_FOUND, "line1/oven is not");
    assertFails(read("weight", 0), Kind.NOT_FOUND, "it has speed, heat, force");
    assertFails(write(Map.of("weight", "1")), Kind.NOT_FOUND, "weight");
    assertFails(call("stop", Map.of()), Kind.NOT_FOUND, "it has start, reset");
    assertThatThrownBy(() -> access.history(Plant.PRESS, "weight"))
        .isInstanceOf(AccessException.class);
  }

  @Test
  void aPropertyThatCannotBeReadFailsAlone() {
    driver.answers.put("heat", (property, sink) -> sink.bad(property, "exception 2"));
    CompletionStage<Sample> heat = read("heat", 60_000_000);
    CompletionStage<Sample> fresh = read("heat", 0);
    CompletionStage<Sample> speed = read("speed", 0);
    bench.workers.runAll();

    assertThat(done(heat).value()).isEqualTo(0.0);
    assertFails(fresh, Kind.DEVICE_FAILED, "exception 2");
    assertThat(done(speed).value()).isEqualTo(5L);
  }

  @Test
  void aDeviceThatIsLostFailsWhatWaitsAndWhatComes() {
    driver.onRead =
        () -> {
          throw new DriverException("no answer");
        };
    CompletionStage<Sample> read = read("speed", 0);
    bench.workers.runAll();

    assertFails(read, Kind.DEVICE_FAILED, "no answer");
    assertFails(read("speed", 0), Kind.DEVICE_FAILED, "line1/press is away: no answer");
    assertFails(write(Map.of("speed", "1")), Kind.DEVICE_FAILED, "no answer");
    assertThat(driver.count("read")).isEqualTo(1);

    driver.onRead = FakeDriver.NONE;
    bench.seconds(2);
    assertThat(done(read("speed", 0)).value()).isEqualTo(5L);
  }

  @Test
  void whatIsAskedWhileTheDeviceOpensWaitsForIt() {
    Plant oven = Plant.press().named("oven").property("heat", INT);
    bench.mapper.registerDevice(oven.device(), oven.model());
    bench.workers.runOne();

    CompletionStage<Sample> read = access.read(oven.device().key(), "heat", Duration.ZERO);

    assertThat(done(read).value()).isEqualTo(0L);
  }

  @Test
  void writesGoBeforeReadsInTheirOrderAndAreReadBack() {
    CompletionStage<Sample> read = read("speed", 0);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("heat", "23.5");
    values.put("speed", "7");
    CompletionStage<List<DesiredOutcome>> first = write(values);
    CompletionStage<List<DesiredOutcome>> second = write(Map.of("speed", "8"));
    bench.workers.runAll();

    assertThat(driver.journal)
        .containsExactly(
            "write heat=235.0",
            "write speed=7",
            "read press [heat, speed]",
            "write speed=8",
            "read press [speed]",
            "read press [speed]");
    assertThat(done(first))
        .containsExactly(
            new DesiredOutcome("heat", "23.5", null, 1, null),
            new DesiredOutcome("speed", "7", null, 1, null));
    assertThat(done(second)).hasSize(1);
    assertThat(done(read).value()).isEqualTo(8L);
    assertThat(bench.reports.outcomes).as("these are no wishes").isEmpty();
  }

  @Test
  void aWriteFailsForOnePropertyAlone() {
    driver.writeFailures.put("heat", "exception 4");

    List<DesiredOutcome> outcomes = done(write(Map.of("heat", "1", "speed", "2")));

    assertThat(outcomes)
        .extracting(DesiredOutcome::property, DesiredOutcome::failure)
        .contains(tuple("heat", "exception 4"), tuple("speed", null));
  }

  @Test
  void aValueThatCannotBeIsInvalidAndNothingIsWritten() {
    assertFails(write(Map.of("speed", "fast")), Kind.INVALID, "\"fast\" is not a number");
    assertFails(write(Map.of("force", "101")), Kind.INVALID, "above the maximum of 100");
    bench.workers.runAll();

    assertThat(driver.count("write")).isZero();
  }

  @Test
  void aVerifiedWriteFailsUnlessTheValueComesBack() {
    driver.answers.put("force", (property, sink) -> sink.good(property, 49L));

    DesiredOutcome outcome = done(write(Map.of("force", "50"))).get(0);

    assertThat(outcome.failure()).isEqualTo("50 was written, but 49 is read back");
    driver.answers.clear();
    assertThat(done(write(Map.of("force", "50"))).get(0).failure()).isNull();
    driver.answers.put("force", (property, sink) -> sink.bad(property, "exception 2"));
    assertThat(done(write(Map.of("force", "50"))).get(0).failure())
        .isEqualTo("it was written, but could not be read back: exception 2");
  }

  @Test
  void aMethodThatNamesPropertiesWritesThemAndAnswersWhatIsReadBack() {
    Map<String, Object> answer = done(call("start", Map.of("heat", 20, "speed", "3")));

    assertThat(answer).containsExactly(Map.entry("speed", 3L), Map.entry("heat", 20.0));
    assertThat(driver.journal).startsWith("write speed=3", "write heat=200.0");
  }

  @Test
  void aMethodSaysWhatIsWrongWithItsArguments() {
    assertFails(call("start", Map.of("weight", 1)), Kind.INVALID, "it has speed, heat");
    assertFails(call("start", Map.of()), Kind.INVALID, "one of speed, heat");
    assertFails(call("start", Map.of("speed", "x")), Kind.INVALID, "\"x\" is not a number");
    driver.writeFailures.put("speed", "exception 4");
    assertFails(call("start", Map.of("speed", 1)), Kind.DEVICE_FAILED, "speed: exception 4");
  }

  @Test
  void aMethodWithoutPropertiesIsTheDrivers() {
    assertFails(call("reset", Map.of()), Kind.NOT_FOUND, "its driver runs no methods");
    bench.mapper.removeDevice(Plant.PRESS);
    bench.workers.runAll();
    access.remove(bench.mapper);
    driver.capabilities = Set.of(Capability.INVOKE);
    bench.mapper = bench.mapper(driver);
    aPressIsServed();

    assertThat(done(call("reset", Map.of("hard", true)))).containsExactly(Map.entry("echo", 1));
    assertThat(driver.journal).contains("invoke reset{hard=true}");

    driver.onInvoke =
        () -> {
          throw new IllegalArgumentException("hard is not known");
        };
    assertFails(call("reset", Map.of()), Kind.INVALID, "reset: hard is not known");
    driver.onInvoke =
        () -> {
          throw new DriverException("not now");
        };
    assertFails(call("reset", Map.of()), Kind.DEVICE_FAILED, "reset failed: not now");
    assertThat(driver.open).as("a refusal does not end the conversation").hasValue(1);
  }

  @Test
  void aFloodIsRefusedAndTheRestIsServed() {
    List<CompletionStage<Sample>> reads = new ArrayList<>();
    for (int i = 0; i < Requests.MOST; i++) {
      reads.add(read("speed", 0));
    }

    assertFails(read("speed", 0), Kind.BUSY, "256 requests to device line1/press wait already");
    assertThat(reads).allMatch(read -> done(read).value().equals(5L));
    assertThat(done(read("speed", 0)).value()).isEqualTo(5L);
  }

  @Test
  void aDeviceThatIsRemovedFailsWhatWaits() {
    CompletionStage<Sample> read = read("speed", 0);

    bench.mapper.removeDevice(Plant.PRESS);

    assertFails(read, Kind.DEVICE_FAILED, "let go of");
  }

  @Test
  void theHistorySurvivesTheDriver() {
    bench.seconds(3);
    int before = access.history(Plant.PRESS, "speed").size();
    access.remove(bench.mapper);
    bench.mapper.close();
    bench.mapper = bench.mapper(driver);
    access.add(bench.mapper);
    bench.register(Plant.press().property("speed", INT));

    assertThat(before).isGreaterThan(3);
    assertThat(access.history(Plant.PRESS, "speed")).hasSizeGreaterThan(before);
  }

  private CompletionStage<Sample> read(String property, long maxAgeMillis) {
    return access.read(Plant.PRESS, property, Duration.ofMillis(maxAgeMillis));
  }

  private CompletionStage<List<DesiredOutcome>> write(Map<String, String> values) {
    return access.write(Plant.PRESS, values);
  }

  private CompletionStage<Map<String, Object>> call(String method, Map<String, Object> arguments) {
    return access.call(Plant.PRESS, method, arguments);
  }

  private <T> T done(CompletionStage<T> stage) {
    bench.workers.runAll();
    CompletableFuture<T> future = stage.toCompletableFuture();
    assertThat(future).isDone();
    return future.join();
  }

  private void assertFails(CompletionStage<?> stage, Kind kind, String words) {
    bench.workers.runAll();
    assertThat(stage.toCompletableFuture()).isDone();
    assertThatThrownBy(() -> stage.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            AccessException.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
        .hasMessageContaining(words);
  }
}
