package io.margay.edged.internal.gc;

import io.margay.edged.engine.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which images to remove when their disk is full: those unused the longest first, until
 * there is room again (kubernetes.io, "Garbage collection of unused images"). Remembers when it saw
 * each image first and in use last. Not thread-safe.
 */
public final class ImageGarbage {
  private final int highPercent;
  private final int lowPercent;
  private final Duration leastAge;
  private final Map<String, Times> times = new HashMap<>();

  private record Times(Instant firstSeen, Instant lastUsed) {}

  /**
   * @param highPercent removing begins above it
   * @param lowPercent removing ends below it
   * @param leastAge an image that was seen first more recently stays
   */
  public ImageGarbage(int highPercent, int lowPercent, Duration leastAge) {
    this.highPercent = highPercent;
    this.lowPercent = lowPercent;
    this.leastAge = leastAge;
  }

  /** Looks at the images that are there, and which of them containers use, by id. */
  public void see(List<Image> images, Set<String> used, Instant now) {
    Map<String, Times> before = Map.copyOf(times);
    times.clear();
    for (Image image : images) {
      Times known = before.getOrDefault(image.id(), new Times(now, Instant.MIN));
      times.put(image.id(), used.contains(image.id()) ? new Times(known.firstSeen(), now) : known);
    }
  }

  /** The ids of images to remove now, in this order. */
  public List<String> find(List<Image> images, Set<String> used, DiskSpace disk, Instant now) {
    see(images, used, now);
    if (disk.usedPercent() < highPercent) {
      return List.of();
    }
    return unused(images, used, disk.missingTo(lowPercent), now.minus(leastAge));
  }

  /** The ids of all images that nobody uses, but for the newest, while a disk runs out. */
  public List<String> findOld(List<Image> images, Set<String> used, Instant now) {
    see(images, used, now);
    return unused(images, used, Long.MAX_VALUE, now.minus(leastAge));
  }

  /** Whether an image may go at all. */
  static boolean isUnused(Image image, Set<String> used) {
    return !image.pinned() && !used.contains(image.id());
  }

  private List<String> unused(List<Image> images, Set<String> used, long bytes, Instant bornBy) {
    List<Image> candidates = new ArrayList<>(images);
    candidates.removeIf(image -> !isUnused(image, used) || seen(image).firstSeen().isAfter(bornBy));
    candidates.sort(
        Comparator.comparing((Image image) -> seen(image).lastUsed())
            .thenComparing(image -> seen(image).firstSeen()));
    List<String> found = new ArrayList<>();
    long freed = 0;
    for (Image image : candidates) {
      if (freed >= bytes) {
        break;
      }
      found.add(image.id());
      freed += image.bytes();
    }
    return found;
  }

  private Times seen(Image image) {
    return times.getOrDefault(image.id(), new Times(Instant.MAX, Instant.MIN));
  }
}
