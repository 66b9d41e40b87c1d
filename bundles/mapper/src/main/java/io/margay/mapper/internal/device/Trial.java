package io.margay.mapper.internal.device;

import io.margay.mapper.internal.device.CallFailedException.Kind;
import java.util.Set;

/**
 * Compares what a device's new driver reads with what the old one read. Guarded by the device's
 * lock.
 *
 * <p>A read is bad when a property was not read that was read before, or when the device was lost.
 * So many bad ones in a row, or one plain defect of the driver, and the trial is failed.
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
  private final int mostBad;
  private final Judge judge;
  private int badInARow;
  private boolean failed;

  /**
   * @param goodBefore the properties that the old driver could read
   * @param mostBad how many bad reads in a row are too many
   */
  Trial(Set<String> goodBefore, int mostBad, Judge judge) {
    this.goodBefore = Set.copyOf(goodBefore);
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
