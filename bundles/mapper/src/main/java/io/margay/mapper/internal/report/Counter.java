package io.margay.mapper.internal.report;

/**
 * The sequence number of one property. Guarded by the lock of the {@link DeviceOutlet} that uses
 * it.
 */
public final class Counter {
  private long last;

  /** The number of the last sample; 0 when there was none. */
  public long last() {
    return last;
  }

  /** The number of the next sample. */
  public long next() {
    return ++last;
  }
}
