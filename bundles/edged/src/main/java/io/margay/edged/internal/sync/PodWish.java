package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodReader;
import io.margay.edged.internal.pod.Problems;
import io.margay.meta.Resource;
import io.margay.meta.Violation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a pod now.
 *
 * @param pod null when all that is known of it is what the engine has
 * @param refusal why it is not even tried; null when it is
 * @param ending whether it is to go
 * @param grace how long it may take to go; null for what the pod says
 */
record PodWish(
    @Nullable Pod pod, @Nullable Waiting refusal, boolean ending, @Nullable Duration grace) {

  /** What is left of a pod that nobody knows is to go. */
  static final PodWish ORPHAN = new PodWish(null, null, true, null);

  /** What a resource wants. */
  static PodWish of(Resource resource) {
    Problems problems = new Problems();
    Pod pod = PodReader.read(resource, problems);
    return new PodWish(pod, refusal(problems), pod.deletion() != null, pod.deletionGrace());
  }

  /** The same pod, which is to go. */
  PodWish ended() {
    return new PodWish(pod, null, true, grace);
  }

  private static @Nullable Waiting refusal(Problems problems) {
    if (!problems.mistakes().isEmpty()) {
      return new Waiting("Invalid", text(problems.mistakes()));
    }
    return problems.unsupported().isEmpty()
        ? null
        : new Waiting("Unsupported", text(problems.unsupported()));
  }

  private static String text(List<Violation> violations) {
    return String.join("; ", violations.stream().map(Violation::toString).toList());
  }
}
