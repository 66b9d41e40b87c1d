package io.margay.mapper.internal.device;

import static io.margay.mapper.internal.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.mapper.internal.report.DeviceMemories;
import io.margay.mapper.internal.report.ReportDesk;
import io.margay.mapper.internal.work.Links;
import io.margay.mapper.internal.work.SystemTime;
import io.margay.mapper.internal.work.Watchdog;
import io.margay.mapper.internal.work.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real threads, short times: what happens when a driver does not come back. */
class HangingDriverTest {
  private static final NamespacedName OTHER = new NamespacedName("line1", "other");

  private final CountDownLatch release = new CountDownLatch(1);
  private final FakeDriver driver = new FakeDriver();
  private final Reports reports = new Reports();
  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
  private final SystemTime time = new SystemTime();
  private final WorkerPool pool =
      new WorkerPool(time, new WorkerPool.Limits(8, 4, Duration.ofSeconds(30).toNanos()));
  private final EngineMapper mapper = mapper();

  @AfterEach
  void stopAndCountThreads() throws Exception {
    release.countDown();
    mapper.close();
    pool.close();
    time.close();
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !threadsBefore.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("margay-")));
  }

  @Test
  void aReadThatOverrunsIsInterruptedAndTheDeviceIsOpenedAnew() {
    CountDownLatch never = new CountDownLatch(1);
    driver.onRead =
        () -> {
          driver.onRead = FakeDriver.NONE;
          try {
            never.await();
          } catch (InterruptedException e) {
            driver.journal.add("interrupted");
          }
        };

    register("press", "a");
    await(() -> reports.states.stream().anyMatch(s -> s.state() == DeviceState.OFFLINE));
    assertThat(reports.state().reason()).contains("read took longer than 200 ms");
    await(() -> reports.state().state() == DeviceState.ONLINE);

    assertThat(driver.journal).contains("interrupted");
    assertThat(driver.count("open")).isEqualTo(2);
    assertThat(driver.open).hasValue(1);
    assertThat(pool.abandoned()).isZero();
  }

  @Test
  void aCallThatIgnoresTheInterruptIsGivenUpAndItsLinkGoesOn() {
    driver.onRead =
        () -> {
          if (driver.journal.get(driver.journal.size() - 1).startsWith("read press")) {
            driver.onRead = FakeDriver.NONE;
            hang();
          }
        };

    register("press", "shared");
    await(() -> driver.count("read press") == 1);
    register("other", "shared");
    await(() -> reports.of(OTHER).size() >= 3);

    assertThat(reports.of(Plant.PRESS))
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.quality()).isEqualTo(Quality.BAD);
              assertThat(sample.reason()).contains("driver fake hangs in read");
            });
    assertThat(pool.abandoned()).isEqualTo(1);
    assertThat(driver.count("open press")).isEqualTo(1);

    release.countDown();
    await(() -> reports.of(Plant.PRESS).stream().anyMatch(s -> s.quality() == Quality.GOOD));
    assertThat(driver.count("close press")).isEqualTo(1);
    assertThat(pool.abandoned()).isZero();
  }

  @Test
  void aSessionThatIsOpenedTooLateIsClosed() {
    driver.onOpen =
        () -> {
          driver.onOpen = FakeDriver.NONE;
          hang();
        };
    register("press", "a");
    await(() -> pool.abandoned() == 1);

    release.countDown();
    await(() -> reports.of(Plant.PRESS).stream().anyMatch(s -> s.quality() == Quality.GOOD));

    assertThat(driver.count("open")).isEqualTo(2);
    assertThat(driver.count("close")).isEqualTo(1);
  }

  @Test
  void deadDevicesDoNotDelayTheLiving() {
    driver.onRead =
        () -> {
          if (driver.journal.get(driver.journal.size() - 1).contains("dead")) {
            hangUntilInterrupted();
          }
        };
    for (int i = 0; i < 6; i++) {
      register("dead" + i, "dead" + i);
    }
    register("other", "living");

    await(() -> reports.of(OTHER).size() >= 20);
  }

  @Test
  void aDriverThatLeavesIsLeftAloneAtOnceThoughACallIsUnderWay() {
    driver.onRead = this::hangUntilInterrupted;
    mapper.registerDevice(
        Plant.press().setting("timeout", 60_000).property("speed", PropertyType.INT).device(),
        Plant.press().property("speed", PropertyType.INT).model());
    await(() -> driver.count("read") == 1);

    long began = System.nanoTime();
    mapper.close();

    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));
    assertThat(driver.open).hasValue(0);
    assertThat(driver.journal).containsExactly("open press", "read press [speed]", "close press");
  }

  @Test
  void aDriverThatHangsDoesNotKeepItsBundleFromStopping() {
    driver.onRead = this::hang;
    register("press", "a");
    await(() -> driver.count("read") == 1);

    long began = System.nanoTime();
    mapper.close();

    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
    release.countDown();
    await(() -> driver.open.get() == 0);
    assertThat(driver.count("close")).isEqualTo(driver.count("open"));
  }

  /** The calls in which a new driver may hang. */
  enum Call {
    VALIDATE,
    OPEN,
    PLAN,
    READ;

    void afflict(FakeDriver driver, Runnable hang) {
      switch (this) {
        case VALIDATE -> driver.validating = device -> hang.run();
        case OPEN -> driver.onOpen = hang::run;
        case PLAN -> driver.onPlan = hang::run;
        case READ -> driver.onRead = hang::run;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void aNewDriverThatHangsEndsWithTheOldOneAndAReport(Call call) {
    register("press", "a");
    await(() -> driver.count("read") >= 2);
    FakeDriver next = new FakeDriver(2);
    call.afflict(next, this::hang);
    List<String> ends = new CopyOnWriteArrayList<>();

    mapper.swapTo(
        next.entry(),
        new SwapRules(2, Duration.ofSeconds(60), 3),
        (back, reason) -> ends.add((back ? "back: " : "done: ") + reason));
    await(() -> !ends.isEmpty());

    assertThat(ends.get(0))
        .startsWith("back: ")
        .contains("hangs in " + call.name().toLowerCase(Locale.ROOT));
    long before = driver.count("read");
    await(() -> driver.count("read") >= before + 2);
    assertThat(reports.samples).extracting(Sample::quality).containsOnly(Quality.GOOD);
    release.countDown();
    await(() -> next.open.get() == 0 && pool.abandoned() == 0);
    assertThat(driver.open).hasValue(1);
  }

  @Test
  void anOldDriverThatHangsInItsHandOverDoesNotKeepTheNewOneFromServing() {
    register("press", "a");
    await(() -> driver.count("read") >= 2);
    driver.onHandOver = this::hang;
    FakeDriver next = new FakeDriver(2);
    List<String> ends = new CopyOnWriteArrayList<>();

    mapper.swapTo(
        next.entry(),
        new SwapRules(2, Duration.ofMillis(100), 3),
        (back, reason) -> ends.add((back ? "back: " : "done: ") + reason));
    await(() -> !ends.isEmpty());

    assertThat(ends).containsExactly("done: ");
    assertThat(next.open).hasValue(1);
    release.countDown();
    await(() -> driver.open.get() == 0);
  }

  @Test
  void anOldDriverThatHangsInItsCloseOnAnExclusiveWireDoesNotKeepTheSwapFromItsEnd() {
    Plant plant = press("press", "ttyS0").setting("exclusive", true);
    mapper.registerDevice(plant.device(), plant.model());
    await(() -> driver.count("read") >= 2);
    driver.onClose = this::hang;
    FakeDriver next = new FakeDriver(2);
    List<String> ends = new CopyOnWriteArrayList<>();

    mapper.swapTo(
        next.entry(),
        new SwapRules(2, Duration.ofMillis(100), 3),
        (back, reason) -> ends.add((back ? "back: " : "done: ") + reason));
    await(() -> !ends.isEmpty());

    assertThat(ends).containsExactly("done: ");
    assertThat(next.open).hasValue(1);
  }

  @Test
  void aDriverThatHangsInValidateHoldsUpNeitherTheRuntimeNorAnotherDevice() {
    hangInValidateOf("press");

    long begun = System.nanoTime();
    register("press", "a");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(400));
    await(() -> reports.states.stream().anyMatch(s -> s.state() == DeviceState.OFFLINE));
    register("other", "b");
    await(() -> reports.of(OTHER).size() >= 3);

    assertThat(reports.states)
        .anySatisfy(
            told -> assertThat(told.reason()).contains("refused: driver").contains("validate"));
    assertThat(pool.abandoned()).isEqualTo(1);

    driver.validating = device -> {};
    release.countDown();
    await(() -> reports.of(Plant.PRESS).stream().anyMatch(s -> s.quality() == Quality.GOOD));
    assertThat(pool.abandoned()).isZero();
  }

  @Test
  void whoAsksWhatIsWrongWithADescriptionIsAnsweredThoughTheDriverHangs() {
    hangInValidateOf("press");
    Plant plant = press("press", "a");

    assertThat(mapper.validate(plant.device(), plant.model())).isEmpty();
  }

  @Test
  void aDeviceThatWasRemovedWhileItsDriverLookedAtItIsNotServed() {
    hangInValidateOf("press");
    register("press", "a");
    await(() -> pool.abandoned() == 1);

    mapper.removeDevice(Plant.PRESS);
    reports.clear();
    driver.validating = device -> {};
    release.countDown();
    await(() -> pool.abandoned() == 0);
    register("other", "b");
    await(() -> reports.of(OTHER).size() >= 3);

    assertThat(mapper.getDevice(Plant.PRESS)).isEmpty();
    assertThat(reports.states).noneMatch(told -> told.device().equals(Plant.PRESS));
    assertThat(driver.count("open press")).isZero();
  }

  private void hangInValidateOf(String name) {
    driver.validating =
        device -> {
          if (device.name().equals(name)) {
            hang();
          }
        };
  }

  private EngineMapper mapper() {
    EngineParts parts =
        new EngineParts(
            time, new Links(pool), new Watchdog(time, pool, 100, 200), 20, 100, () -> 0);
    ReportDesk desk = new ReportDesk();
    desk.managerCame(reports);
    return new EngineMapper(
        driver.entry(), new DeviceCompiler(20, 200, 16), parts, new DeviceMemories(), desk);
  }

  private void register(String name, String wire) {
    Plant plant = press(name, wire);
    mapper.registerDevice(plant.device(), plant.model());
  }

  private static Plant press(String name, String wire) {
    return Plant.press().named(name).setting("wire", wire).property("speed", PropertyType.INT);
  }

  private void hang() {
    boolean released = false;
    while (!released) {
      try {
        release.await();
        released = true;
      } catch (InterruptedException ignored) {
        driver.journal.add("ignored an interrupt");
      }
    }
  }

  private void hangUntilInterrupted() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
