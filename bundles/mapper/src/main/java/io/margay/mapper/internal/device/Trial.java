package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import java.util.List;
import java.util.Set;

/**
 * Compares what a device's new driver reads with what the old one read. Guarded by the device's
 * lock.
 *
 * <p>A read is bad when a property was not read that was read before, or when the device was lost.
 * A write is bad when the device does not take it, unless the old driver could not write the
 * property either. So many bad ones in a row, of reads or of writes, or one plain defect of the
 * driver, and the trial is failed.
 */
final class Trial {
  /** Is told how it goes; the device's lock is held. */
  interface Judge {
    /** A read was as good as the old driver's. */
    void good();

    /** A read was worse. */
    void bad();

    /** The new driver is worse; told once. */
    void failed(String reason);
  }

  private final Set<String> goodBefore;
  private final Set<String> unwrittenBefore;
  private final int mostBad;
  private final Judge judge;
  private int badInARow;
  private int badWritesInARow;
  private boolean failed;

  /**
   * @param goodBefore the properties that the old driver could read
   * @param unwrittenBefore those that it was to write and could not
   * @param mostBad how many bad reads in a row are too many
   */
  Trial(Set<String> goodBefore, Set<String> unwrittenBefore, int mostBad, Judge judge) {
    this.goodBefore = Set.copyOf(goodBefore);
    this.unwrittenBefore = Set.copyOf(unwrittenBefore);
    this.mostBad = mostBad;
    this.judge = judge;
  }

  /** A read came through. */
  void read(ReadBatch batch) {
    String worse = batch.firstBadOf(goodBefore);
    if (worse != null) {
      bad(worse);
    } else if (batch.anyRead()) {
      badInARow = 0;
      judge.good();
    }
  }

  /** Wishes were written, and taken or not. */
  void wrote(List<DesiredOutcome> outcomes) {
    for (DesiredOutcome outcome : outcomes) {
      if (outcome.failure() == null) {
        badWritesInARow = 0;
      } else if (!unwrittenBefore.contains(outcome.property())) {
        badWritesInARow++;
        badWrite(outcome.property(), outcome.failure());
      }
    }
  }

  private void badWrite(String property, String failure) {
    judge.bad();
    if (badWritesInARow >= mostBad) {
      fail(
          "property %s cannot be written: %s, %d times in a row"
              .formatted(property, failure, badWritesInARow));
    }
  }

  /** The device was lost, or could not be opened again. */
  void lost(Kind kind, String reason) {
    if (breaks(kind)) {
      judge.bad();
      fail(reason);
    } else if (!goodBefore.isEmpty()) {
      bad(reason);
    }
  }

  /** Whether a failure of this kind ends the trial at once. */
  boolean breaks(Kind kind) {
    return !goodBefore.isEmpty() && (kind == Kind.DEFECT || kind == Kind.GIVEN_UP);
  }

  private void bad(String reason) {
    judge.bad();
    badInARow++;
    if (badInARow >= mostBad) {
      fail(reason + ", " + badInARow + " times in a row");
    }
  }

  private void fail(String reason) {
    if (!failed) {
      failed = true;
      judge.failed(reason);
    }
  }
}
