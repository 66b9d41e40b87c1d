package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.internal.gc.DiskSpace;
import io.margay.edged.internal.gc.Eviction;
import io.margay.edged.internal.gc.Housekeeper;
import io.margay.edged.internal.gc.ImageGarbage;
import io.margay.edged.internal.gc.MemoryFile;
import io.margay.edged.internal.gc.Pressure;
import io.margay.edged.internal.gc.Signal;
import io.margay.edged.internal.gc.Thresholds;
import io.margay.edged.internal.log.LogRotation;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.edged.internal.sync.SyncLoop;
import io.margay.edged.internal.sync.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps room on the machine. At each look it rotates logs and sees how much memory and disk is
 * left: of a disk that runs out it takes back what nobody needs, and while that is not enough, or
 * memory runs out, it gives pods up, one at a time. The first look and then every sixth removes
 * what ended or was left, the first and then every thirtieth removes images of a disk that is
 * rather full. Called by one thread at a time.
 */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final int ENDED_EVERY = 6;
  private static final int IMAGES_EVERY = 30;

  private final UpkeepSettings settings;
  private final Housekeeper housekeeper;
  private final Leftovers leftovers;
  private final SyncLoop loop;
  private final Supplier<Optional<ContainerEngine>> engine;
  private final Path disk;
  private final ToLongFunction<Pod> diskUse;
  private final InstantSource clock;
  private final Pressure pressure;
  private volatile Set<Signal> shortOf = Set.of();
  private int turn;

  /**
   * @param disk a path on the disk that the pods use
   * @param diskUse what a pod has written to it, beside what the engine counts
   */
  Upkeep(
      UpkeepSettings settings,
      Leftovers leftovers,
      SyncLoop loop,
      Supplier<Optional<ContainerEngine>> engine,
      Path disk,
      ToLongFunction<Pod> diskUse,
      InstantSource clock) {
    this.settings = settings;
    this.leftovers = leftovers;
    this.loop = loop;
    this.engine = engine;
    this.disk = disk;
    this.diskUse = diskUse;
    this.clock = clock;
    pressure = new Pressure(settings.pressure());
    housekeeper =
        new Housekeeper(
            new LogRotation(settings.logBytes(), settings.logFiles(), clock),
            new ImageGarbage(
                settings.imagesHighPercent(),
                settings.imagesLowPercent(),
                settings.imagesLeastAge()),
            loop::uids,
            clock);
  }

  /** What the machine is short of. */
  Set<Signal> pressure() {
    return shortOf;
  }

  /**
   * Does what is due.
   *
   * @return whether the machine is short of something else than before
   */
  boolean look() {
    Set<Signal> before = shortOf;
    Optional<ContainerEngine> running = engine.get();
    try {
      watchRoom(running);
      if (running.isPresent()) {
        tidy(running.get());
      }
    } catch (EngineException e) {
      LOG.debug("the engine is not tidied up now: {}", e.getMessage());
    } catch (IOException e) {
      LOG.warn("the machine is not tidied up now: {}", e.toString());
    }
    return !shortOf.equals(before);
  }

  private void tidy(ContainerEngine running) throws IOException {
    housekeeper.rotateLogs(running);
    if (turn % IMAGES_EVERY == 0) {
      housekeeper.removeImages(running);
    }
    if (turn % ENDED_EVERY == 0) {
      removeEnded(running);
      leftovers.remove(loop::allUids);
    }
    turn++;
  }

  /** Not before it is certain whose is what. */
  private void removeEnded(ContainerEngine running) {
    if (loop.allUids().isPresent()) {
      housekeeper.removeEnded(running);
    }
  }

  private void watchRoom(Optional<ContainerEngine> running) throws IOException {
    Map<Signal, String> crossed =
        running.isEmpty()
            ? crossed(running)
            : shortAfterTidying(() -> crossed(running), () -> tidyUp(running.get()));
    shortOf = Set.copyOf(pressure.see(crossed.keySet(), clock.instant()));
    if (running.isPresent() && !crossed.isEmpty()) {
      Map.Entry<Signal, String> worst = crossed.entrySet().iterator().next();
      LOG.warn("{}", worst.getValue());
      evict(running.get(), worst.getKey());
    }
  }

  private void evict(ContainerEngine running, Signal signal) {
    Eviction.first(uses(running, signal), signal)
        .ifPresent(
            use ->
                loop.giveUp(
                    use.pod().identity().uid(),
                    new Verdict("Evicted", Eviction.message(signal, use))));
  }

  private Map<Signal, String> crossed(Optional<ContainerEngine> running) throws IOException {
    return settings
        .evictBelow()
        .crossed(
            new Thresholds.Available(
                MemoryFile.read().availableBytes(), DiskSpace.of(disk), imageDisk(running)));
  }

  /** Looks what there is too little of. */
  interface Look {
    Map<Signal, String> now() throws IOException;
  }

  /**
   * What there is too little of even when all is removed that nobody needs: only then a pod may go
   * for a full disk (kubernetes.io, "Node-pressure Eviction", "Reclaiming node level resources").
   */
  static Map<Signal, String> shortAfterTidying(Look look, Runnable tidyUp) throws IOException {
    Map<Signal, String> crossed = look.now();
    if (crossed.keySet().stream().noneMatch(Signal::isDisk)) {
      return crossed;
    }
    tidyUp.run();
    return look.now();
  }

  private void tidyUp(ContainerEngine running) {
    removeEnded(running);
    housekeeper.reclaimImages(running);
  }

  private DiskSpace imageDisk(Optional<ContainerEngine> running) throws IOException {
    List<ImageDisk> disks = running.map(it -> it.images().disks()).orElse(List.of());
    return DiskSpace.of(disks.isEmpty() ? disk : Path.of(disks.get(0).path()));
  }

  private List<Eviction.Use> uses(ContainerEngine running, Signal signal) {
    Map<String, Long> memory = new HashMap<>();
    Map<String, Long> storage = new HashMap<>();
    for (ContainerUsage usage : running.usage()) {
      String uid = usage.container().labels().getOrDefault(PodLabels.POD_UID, "");
      memory.merge(uid, usage.memoryBytes(), Long::sum);
      storage.merge(uid, usage.diskBytes(), Long::sum);
    }
    return loop.pods().stream()
        .map(SyncLoop.Snapshot::pod)
        .filter(pod -> memory.containsKey(pod.identity().uid()))
        .map(
            pod ->
                new Eviction.Use(
                    pod,
                    memory.getOrDefault(pod.identity().uid(), 0L),
                    storage.getOrDefault(pod.identity().uid(), 0L)
                        + (signal == Signal.NODE_DISK ? diskUse.applyAsLong(pod) : 0)))
        .toList();
  }
}
