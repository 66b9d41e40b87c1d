package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.internal.gc.DiskSpace;
import io.margay.edged.internal.gc.Eviction;
import io.margay.edged.internal.gc.Housekeeper;
import io.margay.edged.internal.gc.MemoryFile;
import io.margay.edged.internal.gc.Pressure;
import io.margay.edged.internal.gc.Signal;
import io.margay.edged.internal.gc.Thresholds;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.edged.internal.sync.SyncLoop;
import io.margay.edged.internal.sync.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps room on the machine: rotates logs and looks at memory and disks every 10 seconds, removes
 * what ended every minute and images every 5 minutes; gives pods up, one at a time, while memory or
 * a disk runs out. Called by one thread at a time.
 */
final class Upkeep {
  static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final int ENDED_EVERY = 6;
  private static final int IMAGES_EVERY = 30;

  private final Housekeeper housekeeper;
  private final SyncLoop loop;
  private final Leftovers leftovers;
  private final Supplier<Optional<ContainerEngine>> engine;
  private final Path disk;
  private final InstantSource clock;
  private final Pressure pressure = new Pressure(Duration.ofMinutes(5));
  private volatile Set<Signal> shortOf = Set.of();
  private int turn;

  /**
   * @param disk a path on the disk that the pods use
   */
  Upkeep(
      Housekeeper housekeeper,
      SyncLoop loop,
      Leftovers leftovers,
      Supplier<Optional<ContainerEngine>> engine,
      Path disk,
      InstantSource clock) {
    this.housekeeper = housekeeper;
    this.loop = loop;
    this.leftovers = leftovers;
    this.engine = engine;
    this.disk = disk;
    this.clock = clock;
  }

  /** What the machine is short of. */
  Set<Signal> pressure() {
    return shortOf;
  }

  /** Does what is due. */
  void look() {
    turn++;
    Optional<ContainerEngine> running = engine.get();
    try {
      watchRoom(running);
      if (running.isPresent()) {
        housekeeper.rotateLogs(running.get());
        if (turn % ENDED_EVERY == 0) {
          housekeeper.removeEnded(running.get());
          removeLeftovers(running.get());
        }
        if (turn % IMAGES_EVERY == 0) {
          housekeeper.removeImages(running.get());
        }
      }
    } catch (EngineException e) {
      LOG.debug("the engine is not tidied up now: {}", e.getMessage());
    } catch (IOException e) {
      LOG.warn("how much room there is cannot be told: {}", e.getMessage());
    }
  }

  /** Not before the store has told all pods: until then nobody knows what is left over. */
  private void removeLeftovers(ContainerEngine running) {
    if (loop.knowsAll()) {
      leftovers.remove(running);
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
      Eviction.first(uses(running.get()), worst.getKey())
          .ifPresent(
              use ->
                  loop.giveUp(
                      use.pod().identity().uid(),
                      new Verdict("Evicted", Eviction.message(worst.getKey(), use))));
    }
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
    if (crossed.keySet().stream().allMatch(Signal.MEMORY::equals)) {
      return crossed;
    }
    tidyUp.run();
    return look.now();
  }

  private void tidyUp(ContainerEngine running) {
    housekeeper.removeEnded(running);
    housekeeper.removeImages(running);
  }

  private Map<Signal, String> crossed(Optional<ContainerEngine> running) throws IOException {
    return Thresholds.USUAL.crossed(
        new Thresholds.Available(
            MemoryFile.read().availableBytes(), DiskSpace.of(disk), imageDisk(running)));
  }

  private DiskSpace imageDisk(Optional<ContainerEngine> running) throws IOException {
    List<ImageDisk> disks = running.map(it -> it.images().disks()).orElse(List.of());
    return DiskSpace.of(disks.isEmpty() ? disk : Path.of(disks.get(0).path()));
  }

  private List<Eviction.Use> uses(ContainerEngine running) {
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
                    storage.getOrDefault(pod.identity().uid(), 0L)))
        .toList();
  }
}
