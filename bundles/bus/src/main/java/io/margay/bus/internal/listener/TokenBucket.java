package io.margay.bus.internal.listener;

/**
 * Counts what may still be used of a rate. What is not used is saved up for one second; what is
 * used beyond that is owed.
 */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private double left;
  private long counted;

  TokenBucket(long perSecond, long now) {
    this.perSecond = perSecond;
    this.left = perSecond;
    this.counted = now;
  }

  void take(long amount, long now) {
    left = Math.min(perSecond, left + (now - counted) * perSecond / NANOS_PER_SECOND) - amount;
    counted = now;
  }

  /** How long until nothing is owed any more. */
  long nanosOwed() {
    return left >= 0 ? 0 : (long) Math.ceil(-left * NANOS_PER_SECOND / perSecond);
  }
}
