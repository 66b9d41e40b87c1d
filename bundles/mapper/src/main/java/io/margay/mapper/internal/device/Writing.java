package io.margay.mapper.internal.device;

import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives values to a device, and looks whether it has them. Runs within jobs of the link. */
final class Writing {
  private static final double FLOAT_PRECISION = 1e-6;

  private final Reader reader;

  Writing(Reader reader) {
    this.reader = reader;
  }

  /** Writes; null in the result where the driver gave none. */
  List<@Nullable WriteResult> write(Turn turn, List<PropertyWrite> writes)
      throws CallFailedException {
    return new ArrayList<>(
        turn.call("write", (session, deadline) -> session.write(writes, deadline)));
  }

  /**
   * Reads back what was written. Where a property is to be verified, the result of a write that the
   * device has taken becomes a failure unless the value is the one that was written.
   *
   * @param slots of the writes, in the same order
   * @param results of the writes, in the same order
   * @return what was read
   */
  ReadBatch check(
      LinkQueue at,
      List<PropertySlot> slots,
      List<PropertyWrite> writes,
      List<@Nullable WriteResult> results) {
    ReadBatch batch = reader.readNow(at, slots, true);
    for (int i = 0; i < results.size() && i < slots.size(); i++) {
      WriteResult result = results.get(i);
      PropertySlot slot = slots.get(i);
      if (slot.verified() && result != null && result.failure() == null) {
        results.set(i, verified(slot, writes.get(i).value(), batch));
      }
    }
    return batch;
  }

  private static WriteResult verified(PropertySlot slot, Object written, ReadBatch batch) {
    Object found = batch.value(slot);
    if (found == null) {
      String why = batch.reason(slot);
      return WriteResult.failed(
          "it was written, but could not be read back: "
              + (why == null ? "the device gave no answer" : why));
    }
    try {
      Object meant = slot.decoder().decode(written);
      return isSame(meant, found)
          ? WriteResult.DONE
          : WriteResult.failed(
              shown(meant) + " was written, but " + shown(found) + " is read back");
    } catch (UnfitValueException e) {
      return WriteResult.failed(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isSame(Object meant, Object found) {
    if (meant instanceof Double a && found instanceof Double b) {
      return Math.abs(a - b) <= FLOAT_PRECISION * Math.max(Math.abs(a), Math.abs(b));
    }
    return Objects.deepEquals(meant, found);
  }

  private static String shown(Object value) {
    return value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
  }
}
