package io.margay.edged.internal.gc;

import java.util.EnumMap;
import java.util.Map;

/** Below what a node counts as having too little left. */
public record Thresholds(long memoryBytes, double nodeDiskPercent, double imageDiskPercent) {
  /** Those of a kubelet on Linux. */
  public static final Thresholds USUAL = new Thresholds(100L << 20, 10, 15);

  /** How much of each there is. */
  public record Available(long memoryBytes, DiskSpace nodeDisk, DiskSpace imageDisk) {}

  /** What is too little, each with a sentence that says how little. */
  public Map<Signal, String> crossed(Available available) {
    Map<Signal, String> crossed = new EnumMap<>(Signal.class);
    if (available.memoryBytes() < memoryBytes) {
      crossed.put(
          Signal.MEMORY,
          "%d MiB of memory are left, fewer than %d"
              .formatted(available.memoryBytes() >> 20, memoryBytes >> 20));
    }
    disk(crossed, Signal.NODE_DISK, available.nodeDisk(), nodeDiskPercent);
    disk(crossed, Signal.IMAGE_DISK, available.imageDisk(), imageDiskPercent);
    return crossed;
  }

  private static void disk(
      Map<Signal, String> crossed, Signal signal, DiskSpace disk, double least) {
    if (disk.freePercent() < least) {
      crossed.put(
          signal,
          "%.1f %% of the disk are free, fewer than %.1f".formatted(disk.freePercent(), least));
    }
  }
}
