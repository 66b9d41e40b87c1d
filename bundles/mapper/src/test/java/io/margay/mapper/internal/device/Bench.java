package io.margay.mapper.internal.device;

import io.margay.dmi.Problem;
import io.margay.dmi.Sample;
import io.margay.mapper.internal.report.DeviceMemories;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.ReportDesk;
import io.margay.mapper.internal.work.Links;
import io.margay.mapper.internal.work.ManualTime;
import io.margay.mapper.internal.work.ManualWorkers;
import io.margay.mapper.internal.work.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A mapper on a test bench: time and work go on only when the test says so. */
final class Bench {
  final ManualWorkers workers = new ManualWorkers();
  final ManualTime time = new ManualTime(workers::runAll);
  final FakeDriver driver = new FakeDriver();
  final Reports reports = new Reports();
  final DeviceMemories memories = new DeviceMemories();
  final ReportDesk desk = new ReportDesk();
  final EngineParts parts =
      new EngineParts(
          time,
          new Links(workers),
          new Watchdog(time, workers, 200, 1_000),
          2_000,
          300_000,
          () -> 0);
  final DeviceCompiler compiler = new DeviceCompiler(1_000, 3_000, 16);
  EngineMapper mapper = mapper(driver);

  Bench() {
    desk.managerCame(reports);
  }

  EngineMapper mapper(FakeDriver of) {
    return new EngineMapper(of.entry(), compiler, parts, memories, desk);
  }

  void register(Plant plant) {
    mapper.registerDevice(plant.device(), plant.model());
    workers.runAll();
  }

  /** Asks what is wrong with a description, as a thread of the runtime does. */
  List<Problem> validate(Plant plant) {
    CompletableFuture<List<Problem>> answer =
        CompletableFuture.supplyAsync(() -> mapper.validate(plant.device(), plant.model()));
    while (!answer.isDone()) {
      workers.runAll();
      Thread.onSpinWait();
    }
    return answer.join();
  }

  /** Lets one collect cycle pass. */
  void nextTick() {
    seconds(1);
  }

  /** What is remembered of a property of the press. */
  List<Sample> history(String property) {
    DeviceMemory memory = memories.of("fake", Plant.PRESS);
    return desk.outlet(Plant.PRESS, memory).remembered(memory.property(property));
  }

  void seconds(double seconds) {
    time.pass(Duration.ofMillis((long) (seconds * 1_000)));
  }
}
