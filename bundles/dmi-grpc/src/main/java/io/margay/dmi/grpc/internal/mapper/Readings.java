package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The newest reading of each property of a device, and those who wait for the next one. Guarded by
 * the lock of the device's mapper.
 */
final class Readings {
  private static final int MOST = 64;

  private final Map<String, Newest> newest = new HashMap<>();
  private final Map<String, List<CompletableFuture<Sample>>> waiting = new HashMap<>();

  /** A reading, and when it was reported. */
  private record Newest(Sample sample, Instant reported) {}

  /**
   * Takes what was reported.
   *
   * @return tells those who have waited for it; to be run without the lock
   */
  Runnable take(List<Sample> samples, Instant now) {
    List<Runnable> answers = new ArrayList<>();
    for (Sample sample : samples) {
      newest.put(sample.property(), new Newest(sample, now));
      Optional.ofNullable(waiting.remove(sample.property()))
          .ifPresent(all -> all.forEach(one -> answers.add(() -> one.complete(sample))));
    }
    return () -> answers.forEach(Runnable::run);
  }

  /** The newest reading of a property. */
  Optional<Sample> newest(String property) {
    return Optional.ofNullable(newest.get(property)).map(Newest::sample);
  }

  /** The newest reading of a property, if it is of use and not older than this. */
  Optional<Sample> young(String property, Duration maxAge, Instant now) {
    return Optional.ofNullable(newest.get(property))
        .filter(known -> known.sample().quality() != Quality.BAD)
        .filter(known -> Duration.between(known.reported(), now).compareTo(maxAge) < 0)
        .map(Newest::sample);
  }

  /**
   * The next reading of a property.
   *
   * @throws AccessException when too many wait already
   */
  CompletableFuture<Sample> next(String property) {
    List<CompletableFuture<Sample>> all =
        waiting.computeIfAbsent(property, first -> new ArrayList<>());
    all.removeIf(CompletableFuture::isDone);
    if (all.size() >= MOST) {
      throw new AccessException(
          Kind.BUSY, MOST + " requests wait for property " + property + " already");
    }
    CompletableFuture<Sample> answer = new CompletableFuture<>();
    all.add(answer);
    return answer;
  }
}
