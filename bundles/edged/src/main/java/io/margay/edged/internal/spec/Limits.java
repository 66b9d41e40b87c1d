package io.margay.edged.internal.spec;

import io.margay.edged.engine.LinuxResources;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSpec;
import io.margay.edged.internal.pod.Qos;
import io.margay.edged.internal.pod.Quantity;
import io.margay.edged.internal.pod.Resources;

/** Turns what pods ask for into what Linux understands. */
public final class Limits {
  private static final long PERIOD_MICROS = 100_000;
  private static final long LEAST_QUOTA_MICROS = 1_000;
  private static final long FEWEST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final int GUARANTEED_OOM = -997;
  private static final int FIRST_TO_GO = 1000;

  /** Kubernetes' {@code system-node-critical} begins here; such pods are killed last. */
  private static final int CRITICAL_PRIORITY = 2_000_000_000;

  private final long memoryBytes;

  /**
   * @param memoryBytes all that this machine has
   */
  public Limits(long memoryBytes) {
    this.memoryBytes = memoryBytes;
  }

  /** The limits of one container. */
  public LinuxResources container(Pod pod, PodContainer container) {
    Resources resources = container.resources();
    return new LinuxResources(
        shares(resources.request(Resources.CPU)),
        quota(resources.limit(Resources.CPU)),
        PERIOD_MICROS,
        resources.limit(Resources.MEMORY).units(),
        oomScore(pod, container));
  }

  /** The limits of a whole pod: those of its containers together, as far as all have some. */
  public LinuxResources pod(PodSpec spec) {
    return new LinuxResources(
        shares(PodTotals.request(spec, Resources.CPU)),
        quota(PodTotals.limit(spec, Resources.CPU)),
        PERIOD_MICROS,
        PodTotals.limit(spec, Resources.MEMORY).units(),
        0);
  }

  private int oomScore(Pod pod, PodContainer container) {
    if (pod.spec().priority() >= CRITICAL_PRIORITY) {
      return GUARANTEED_OOM;
    }
    return switch (Qos.of(pod.spec())) {
      case GUARANTEED -> GUARANTEED_OOM;
      case BEST_EFFORT -> FIRST_TO_GO;
      case BURSTABLE -> {
        double part =
            (double) container.resources().request(Resources.MEMORY).units() / memoryBytes;
        long score = FIRST_TO_GO - (long) (FIRST_TO_GO * part);
        yield (int) Math.max(FIRST_TO_GO + GUARANTEED_OOM, Math.min(score, FIRST_TO_GO - 1));
      }
    };
  }

  /** {@code cpu.shares}: 1024 for each core. */
  static long shares(Quantity cpu) {
    return Math.max(FEWEST_SHARES, Math.min(MOST_SHARES, cpu.millis() * 1024 / 1000));
  }

  private static long quota(Quantity cpu) {
    return cpu.isZero() ? 0 : Math.max(LEAST_QUOTA_MICROS, cpu.millis() * PERIOD_MICROS / 1000);
  }
}
