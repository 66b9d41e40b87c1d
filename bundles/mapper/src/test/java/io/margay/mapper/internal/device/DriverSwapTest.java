package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.mapper.internal.swap.Swap;
import io.margay.mapper.internal.swap.SwapStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriverSwapTest {
  private static final SwapRules RULES = new SwapRules(3, Duration.ofSeconds(30), 3);

  private final Bench bench = new Bench();
  private final FakeDriver v1 = bench.driver;
  private final FakeDriver v2 = new FakeDriver(2);
  private final List<String> timeline = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();

  @Test
  void devicesMoveWithoutAGapAndTheirSampleNumbersGoOn() {
    register(10, Map.of());
    bench.seconds(5);
    Swap swap = swap();
    bench.seconds(40);

    assertThat(swap.row().step()).isEqualTo(SwapStep.DONE);
    assertThat(swap.row().done()).isEqualTo(10);
    assertThat(ends).containsExactly("done");
    assertThat(v1.open).hasValue(0);
    assertThat(v2.open).hasValue(10);
    assertThat(bench.mapper.info().version()).isEqualTo("2.0.0");
    for (int i = 0; i < 10; i++) {
      gapless("press" + i, 44);
    }
    assertThat(bench.mapper.missedTicks()).isZero();
    assertThat(bench.reports.states).hasSize(10);
  }

  @Test
  void theNewDriverOpensBeforeTheOldOneCloses() {
    register(1, Map.of());
    watch();
    swap();
    bench.seconds(2);

    assertThat(timeline)
        .containsSubsequence("v1 handOver press0", "v2 open press0", "v1 close press0");
  }

  @Test
  void whatTheOldSessionKnowsIsHandedToTheNewOneAndSurvivesItsReopening() {
    v1.handedOver = Map.of("hole", 40_007L, "raw", new byte[] {1});
    register(1, Map.of());
    swap();
    bench.seconds(2);
    assertThat(v2.restored.values()).containsEntry("hole", 40_007L);
    assertThat(v2.restored.schema()).isEqualTo(1);

    v2.restored = DriverState.NONE;
    v2.onRead =
        () -> {
          v2.onRead = FakeDriver.NONE;
          throw new DriverException("reset");
        };
    bench.seconds(5);

    assertThat(v2.restored.values()).containsEntry("hole", 40_007L);
  }

  @Test
  void aStateThatWouldNotOutliveItsDriverIsLeftBehind() {
    v1.handedOver = Map.of("bad", Map.of("inner", new FakeDriver(3)));
    register(1, Map.of());
    swap();
    bench.seconds(40);

    assertThat(v2.restored.isEmpty()).isTrue();
    assertThat(ends).containsExactly("done");
  }

  @Test
  void onAnExclusiveWireTheOldDriverLetsGoOfAllBeforeTheNewOneOpensAny() {
    v2.onOpen = () -> bench.time.skip(Duration.ofMillis(40));
    v2.scheme = "other://";
    register(3, Map.of("wire", "ttyS0", "exclusive", true));
    bench.seconds(2);
    watch();
    Swap swap = swap();
    bench.seconds(40);

    assertThat(timeline.indexOf("v2 open press0")).isPositive();
    for (int i = 0; i < 3; i++) {
      assertThat(timeline.indexOf("v1 close press" + i))
          .isLessThan(firstOpenOf("v2"))
          .isNotNegative();
      gapless("press" + i, 41);
    }
    assertThat(swap.row().step()).isEqualTo(SwapStep.DONE);
    assertThat(swap.row().longestGapMillis()).isBetween(100L, 140L);
    assertThat(bench.reports.samples).extracting(Sample::quality).containsOnly(Quality.GOOD);
  }

  @Test
  void onAnExclusiveWireAllGoBackWhenOneCannotBeOpened() {
    v2.onOpen =
        () -> {
          if (v2.count("open") == 2) {
            throw new DriverException("port is busy");
          }
        };
    register(3, Map.of("wire", "ttyS0", "exclusive", true));
    bench.seconds(2);
    Swap swap = swap();
    bench.seconds(10);

    assertThat(swap.row().step()).isEqualTo(SwapStep.ROLLED_BACK);
    assertThat(swap.row().message()).contains("port is busy");
    assertThat(v1.open).hasValue(3);
    assertThat(v2.open).hasValue(0);
    assertThat(bench.reports.samples).extracting(Sample::quality).containsOnly(Quality.GOOD);
  }

  /** What a new driver may do. */
  enum Misbehaviour {
    THROWS_IN_VALIDATE("a bug in validate"),
    REFUSES_A_DEVICE("slot"),
    THROWS_IN_OPEN("a bug in open"),
    REFUSES_IN_OPEN("nobody at home"),
    THROWS_IN_PLAN("a bug in plan"),
    RETURNS_NO_PLAN("returned null from plan"),
    THROWS_IN_READ("a bug in read"),
    REFUSES_TO_READ("no route"),
    ANSWERS_NOTHING("gave no answer"),
    ANSWERS_NONSENSE("warm"),
    LOSES_ONE_PROPERTY("exception 2");

    private final String told;

    Misbehaviour(String told) {
      this.told = told;
    }

    void afflict(FakeDriver driver) {
      switch (this) {
        case THROWS_IN_VALIDATE -> driver.onValidate = new IllegalStateException(told);
        case REFUSES_A_DEVICE ->
            driver.problems = List.of(new Problem("/spec", "slot 9", "0 to 3"));
        case THROWS_IN_OPEN -> driver.onOpen = Misbehaviour::bug;
        case REFUSES_IN_OPEN -> driver.onOpen = this::refuse;
        case THROWS_IN_PLAN -> driver.onPlan = Misbehaviour::bug;
        case RETURNS_NO_PLAN -> driver.nullPlan = true;
        case THROWS_IN_READ -> driver.onRead = Misbehaviour::bug;
        case REFUSES_TO_READ -> driver.onRead = this::refuse;
        case ANSWERS_NOTHING -> {
          driver.answers.put("speed", (property, sink) -> {});
          driver.answers.put("heat", (property, sink) -> {});
        }
        case ANSWERS_NONSENSE ->
            driver.answers.put("speed", (property, sink) -> sink.good(property, "warm"));
        case LOSES_ONE_PROPERTY ->
            driver.answers.put("heat", (property, sink) -> sink.bad(property, "exception 2"));
      }
    }

    private static void bug() {
      String caller =
          StackWalker.getInstance()
              .walk(
                  frames ->
                      frames
                          .map(StackWalker.StackFrame::getMethodName)
                          .filter(List.of("open", "plan", "read")::contains)
                          .findFirst())
              .orElse("?");
      throw new IllegalStateException("a bug in " + caller);
    }

    private void refuse() throws DriverException {
      throw new DriverException(told);
    }
  }

  @ParameterizedTest
  @EnumSource(Misbehaviour.class)
  void aDriverThatDoesWorseEndsWithTheOldOneAndAReport(Misbehaviour misbehaviour) {
    register(3, Map.of());
    bench.seconds(2);
    misbehaviour.afflict(v2);
    Swap swap = swap();
    bench.seconds(20);

    assertThat(swap.row().step()).isEqualTo(SwapStep.ROLLED_BACK);
    assertThat(swap.row().message()).contains(misbehaviour.told);
    assertThat(ends).singleElement().asString().startsWith("back: ").contains(misbehaviour.told);
    assertThat(v1.open).hasValue(3);
    assertThat(v2.open).hasValue(0);
    assertThat(v2.journal).noneMatch(entry -> entry.startsWith("open press1"));
    int before = bench.reports.samples.size();
    bench.seconds(2);
    assertThat(bench.reports.samples.size()).isGreaterThan(before);
    assertThat(bench.reports.last("speed").quality()).isEqualTo(Quality.GOOD);
    assertThat(bench.mapper.info().version()).isEqualTo("1.0.0");
  }

  @Test
  void aDefectOfTheNewDriverIsNotReportedAsBadBecauseTheOldOneGoesOnAtOnce() {
    register(2, Map.of());
    bench.seconds(2);
    v2.onRead =
        () -> {
          throw new IllegalStateException("a bug");
        };
    swap();
    bench.seconds(5);

    assertThat(bench.reports.samples).extracting(Sample::quality).containsOnly(Quality.GOOD);
    assertThat(bench.reports.states).hasSize(2);
  }

  @Test
  void aDriverThatTurnsWorseInItsProbationIsTurnedBackForAllDevices() {
    register(5, Map.of());
    bench.seconds(2);
    Swap swap = swap();
    bench.seconds(10);
    assertThat(swap.row().step()).isEqualTo(SwapStep.PROBATION);
    assertThat(v2.open).hasValue(5);

    v2.answers.put("heat", (property, sink) -> sink.bad(property, "exception 2"));
    bench.seconds(5);

    assertThat(swap.row().step()).isEqualTo(SwapStep.ROLLED_BACK);
    assertThat(swap.row().bad()).isGreaterThanOrEqualTo(3);
    assertThat(v1.open).hasValue(5);
    assertThat(v2.open).hasValue(0);
    for (int i = 0; i < 5; i++) {
      gapless("press" + i, 15);
    }
  }

  @Test
  void aDriverThatCannotWriteWhatIsWishedForIsTurnedBackAndTheOldOneWritesIt() {
    bench.register(wishing("5"));
    bench.seconds(2);
    Swap swap = swap();
    bench.seconds(10);
    assertThat(swap.row().step()).isEqualTo(SwapStep.PROBATION);

    v2.writeFailures.put("speed", "exception 4");
    bench.register(wishing("6"));
    bench.seconds(20);

    assertThat(swap.row().step()).isEqualTo(SwapStep.ROLLED_BACK);
    assertThat(swap.row().message())
        .isEqualTo(
            "device line1/press: property speed cannot be written: exception 4, 3 times in a row");
    assertThat(v1.values).containsEntry("speed", 6L);
  }

  @Test
  void aDriverThatFailsToWriteWithADefectIsTurnedBackAtOnce() {
    bench.register(wishing("5"));
    bench.seconds(2);
    Swap swap = swap();
    bench.seconds(10);

    v2.onWrite =
        () -> {
          throw new IllegalStateException("a bug");
        };
    bench.register(wishing("6"));
    bench.seconds(2);

    assertThat(swap.row().step()).isEqualTo(SwapStep.ROLLED_BACK);
    assertThat(swap.row().message()).contains("failed in write");
  }

  @Test
  void whatTheOldDriverCouldNotWriteEitherIsNoReasonToTurnBack() {
    v1.writeFailures.put("speed", "exception 4");
    v2.writeFailures.put("speed", "exception 4");
    bench.register(wishing("5"));
    bench.seconds(2);
    swap();
    bench.seconds(60);

    assertThat(ends).containsExactly("done");
  }

  private static Plant wishing(String speed) {
    return Plant.press().desired("speed", PropertyType.INT, speed);
  }

  @Test
  void aDeviceThatWasAwayUnderTheOldDriverIsNoReasonToTurnBack() {
    register(2, Map.of());
    v1.onRead =
        () -> {
          if (v1.journal.get(v1.journal.size() - 1).contains("press1")) {
            throw new DriverException("unplugged");
          }
        };
    v2.onOpen =
        () -> {
          if (v2.journal.get(v2.journal.size() - 1).contains("press1")) {
            throw new DriverException("unplugged");
          }
        };
    bench.seconds(10);
    swap();
    bench.seconds(60);

    assertThat(ends).containsExactly("done");
  }

  @Test
  void devicesThatComeAndGoAndChangeDuringASwapEndWithTheNewDriver() {
    register(3, Map.of());
    swap();
    bench.seconds(1);
    bench.register(plant("late", Map.of()));
    bench.mapper.removeDevice(new NamespacedName("line1", "press2"));
    bench.mapper.updateDevice(
        plant("press1", Map.of("wire", "b")).device(), plant("press1", Map.of()).model());
    bench.seconds(60);

    assertThat(ends).containsExactly("done");
    assertThat(v1.open).hasValue(0);
    assertThat(v2.open).hasValue(3);
  }

  @Test
  void aDriverIsInDoubtUntilADeviceHasGivenAGoodValueByIt() {
    v1.answers.put("speed", (property, sink) -> sink.bad(property, "exception 2"));
    v1.answers.put("heat", (property, sink) -> sink.bad(property, "exception 2"));
    assertThat(bench.mapper.doubt()).as("nobody has asked anything of it").isEmpty();
    register(2, Map.of());
    bench.seconds(2);
    assertThat(bench.mapper.doubt()).get().asString().contains("none of its 2 devices");
    v2.answers.putAll(v1.answers);
    Swap swap = swap();
    bench.seconds(60);
    assertThat(swap.row().step()).isEqualTo(SwapStep.DONE);
    assertThat(swap.row().message()).contains("none of its 2 devices has given a good value");

    v2.answers.clear();
    bench.seconds(2);

    assertThat(bench.mapper.doubt()).isEmpty();
  }

  @Test
  void aPersonTurnsASwapBackInItsProbation() {
    register(3, Map.of());
    Swap swap = swap();
    bench.seconds(10);
    swap.turnBack("it was asked for");
    bench.seconds(1);

    assertThat(ends).containsExactly("back: it was asked for");
    assertThat(v1.open).hasValue(3);
    assertThat(v2.open).hasValue(0);
  }

  @Test
  void aSwapThatIsTurnedBackWhileAMoveIsAboutToFailGoesBackToo() {
    register(2, Map.of());
    bench.seconds(2);
    List<Swap> swaps = new ArrayList<>();
    v2.onOpen =
        () -> {
          if (v2.count("open") == 2) {
            swaps.get(0).turnBack("it was asked for");
            throw new DriverException("port is busy");
          }
        };
    swaps.add(swap());
    bench.seconds(10);

    assertThat(ends).containsExactly("back: it was asked for");
    assertThat(v1.open).hasValue(2);
    assertThat(v2.open).hasValue(0);
  }

  @Test
  void aStateThatHoldsItselfIsLeftBehind() {
    List<Object> state = new ArrayList<>();
    state.add(state);
    v1.handedOver = Map.of("endless", state);
    register(1, Map.of());
    swap();
    bench.seconds(40);

    assertThat(v2.restored.isEmpty()).isTrue();
    assertThat(ends).containsExactly("done");
  }

  @Test
  void aDriverThatSubscribesToNothingKnownDoesWorse() {
    register(1, Map.of());
    bench.seconds(2);
    v2.capabilities = Set.of(Capability.SUBSCRIBE);
    v2.tellsOfNull = true;
    swap();
    bench.seconds(10);

    assertThat(ends).singleElement().asString().startsWith("back: ").contains("subscribe");
    assertThat(v1.open).hasValue(1);
  }

  /** How the devices of a swap hang on wires. */
  enum Wiring {
    EACH_ITS_OWN,
    ONE_FOR_ALL;

    Map<String, Object> settings() {
      return this == ONE_FOR_ALL ? Map.of("wire", "ttyS0", "exclusive", true) : Map.of();
    }
  }

  /**
   * A worker that loses its task stands for every event that never comes. Each task between the
   * begin of a swap and its end is lost once, in a swap that succeeds and in one that does not.
   */
  @ParameterizedTest
  @EnumSource(Wiring.class)
  void aSwapEndsInBoundedTimeWhicheverOfItsEventsIsLost(Wiring wiring) {
    for (boolean worse : List.of(false, true)) {
      int tasks = tasksOfASwap(wiring, worse);
      assertThat(tasks).isGreaterThan(20);
      for (int lost = 0; lost < tasks; lost++) {
        DriverSwapTest each = new DriverSwapTest();
        each.swapAndLose(wiring, worse, lost);

        assertThat(each.ends).as("with task %d lost, worse %s", lost, worse).hasSize(1);
      }
    }
  }

  private int tasksOfASwap(Wiring wiring, boolean worse) {
    DriverSwapTest all = new DriverSwapTest();
    all.swapAndLose(wiring, worse, Integer.MAX_VALUE);
    assertThat(all.ends).hasSize(1);
    return all.bench.workers.done();
  }

  private void swapAndLose(Wiring wiring, boolean worse, int task) {
    register(2, wiring.settings());
    bench.seconds(2);
    if (worse) {
      v2.answers.put("heat", (property, sink) -> sink.bad(property, "exception 2"));
    }
    bench.workers.lose(task);
    swap();
    for (int i = 0; ends.isEmpty() && i < 30; i++) {
      bench.seconds(60);
    }
    bench.seconds(1);
  }

  @Test
  void aMapperWithoutDevicesMovesAtOnce() {
    swap();
    bench.seconds(31);

    assertThat(ends).containsExactly("done");
  }

  @Test
  void aThousandSwapsLoseNoSampleNumber() {
    SwapRules quick = new SwapRules(1, Duration.ofMillis(200), 3);
    Map<String, Object> wire = new HashMap<>();
    register(3, wire);
    FakeDriver serving = v1;
    for (int i = 2; i <= 1_001; i++) {
      FakeDriver next = new FakeDriver(i);
      bench.mapper.swapTo(
          next.entry(), quick, (back, reason) -> ends.add(back ? "back: " + reason : "done"));
      bench.workers.runAll();
      bench.seconds(3);
      assertThat(serving.open).hasValue(0);
      assertThat(next.open).hasValue(3);
      serving = next;
    }

    assertThat(ends).hasSize(1_000).containsOnly("done");
    for (int i = 0; i < 3; i++) {
      gapless("press" + i, 3_000);
    }
    assertThat(bench.mapper.missedTicks()).isZero();
  }

  private Swap swap() {
    Swap swap =
        bench.mapper.swapTo(
            v2.entry(), RULES, (back, reason) -> ends.add(back ? "back: " + reason : "done"));
    bench.workers.runAll();
    return swap;
  }

  private void register(int devices, Map<String, Object> settings) {
    for (int i = 0; i < devices; i++) {
      bench.register(plant("press" + i, settings));
    }
  }

  private static Plant plant(String name, Map<String, Object> settings) {
    Plant plant =
        Plant.press()
            .named(name)
            .property("speed", PropertyType.INT)
            .property("heat", PropertyType.INT);
    settings.forEach(plant::setting);
    return plant;
  }

  private void watch() {
    v1.timeline = timeline::add;
    v2.timeline = timeline::add;
  }

  private int firstOpenOf(String version) {
    return timeline.indexOf(
        timeline.stream().filter(e -> e.startsWith(version + " open")).findFirst().orElseThrow());
  }

  /** Fails when numbers are missing, or fewer samples came than ticks must have given. */
  private void gapless(String device, int atLeast) {
    List<Long> numbers =
        bench.reports.of(new NamespacedName("line1", device)).stream()
            .filter(sample -> sample.property().equals("speed"))
            .map(Sample::sequence)
            .toList();
    assertThat(numbers).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
  }
}
