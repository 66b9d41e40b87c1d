package io.margay.mapper.internal;

import io.margay.mapper.internal.device.CompiledDevice;
import io.margay.mapper.internal.device.DeviceCompiler;
import io.margay.mapper.internal.device.EngineParts;
import io.margay.mapper.internal.work.Links;
import io.margay.mapper.internal.work.SystemTime;
import io.margay.mapper.internal.work.Time;
import io.margay.mapper.internal.work.Watchdog;
import io.margay.mapper.internal.work.WorkerPool;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what runs the engine: its clock, its workers, its links, set up as the configuration says.
 */
@Component(service = EngineRoom.class, configurationPid = "io.margay.mapper")
@Designate(ocd = MapperConfig.class)
public final class EngineRoom {
  private static final Logger log = LoggerFactory.getLogger(EngineRoom.class);
  private static final long LEEWAY_MILLIS = 200;
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final SystemTime time = new SystemTime();
  private final WorkerPool workers;
  private final EngineParts parts;
  private final DeviceCompiler compiler;

  @Activate
  public EngineRoom(MapperConfig config) {
    workers =
        new WorkerPool(
            time,
            new WorkerPool.Limits(
                (int) within(1, 1_000, config.maxThreads(), "maxThreads"),
                (int) within(0, 1_000, config.maxAbandonedThreads(), "maxAbandonedThreads"),
                TimeUnit.SECONDS.toNanos(
                    within(1, 86_400, config.idleThreadSeconds(), "idleThreadSeconds"))));
    long initial = within(1, DAY_MILLIS, config.initialBackOffMillis(), "initialBackOffMillis");
    parts =
        new EngineParts(
            time,
            new Links(workers),
            new Watchdog(
                time,
                workers,
                LEEWAY_MILLIS,
                within(1, 60_000, config.graceMillis(), "graceMillis")),
            initial,
            within(initial, DAY_MILLIS, config.maxBackOffMillis(), "maxBackOffMillis"),
            () -> ThreadLocalRandom.current().nextDouble());
    compiler =
        new DeviceCompiler(
            within(10, DAY_MILLIS, config.collectCycleMillis(), "collectCycleMillis"),
            within(1, 600_000, config.timeoutMillis(), "timeoutMillis"),
            (int)
                within(1, CompiledDevice.LONGEST_HISTORY, config.historyLength(), "historyLength"));
  }

  @Deactivate
  void deactivate() {
    workers.close();
    time.close();
  }

  EngineParts parts() {
    return parts;
  }

  DeviceCompiler compiler() {
    return compiler;
  }

  /** The engine's clock. */
  public Time time() {
    return time;
  }

  /** The engine's workers. */
  public Executor workers() {
    return workers;
  }

  private static long within(long least, long most, long stated, String key) {
    long taken = Math.max(least, Math.min(most, stated));
    if (taken != stated) {
      log.warn(
          "io.margay.mapper: {} is {}, expected {} to {}; {} is taken",
          key,
          stated,
          least,
          most,
          taken);
    }
    return taken;
  }
}
