package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.WriteResult;
import io.margay.driver.modbus.internal.format.Table;
import io.margay.driver.modbus.internal.format.UnfitValueException;
import io.margay.driver.modbus.internal.wire.ExceptionReply;
import io.margay.driver.modbus.internal.wire.Query;
import io.margay.driver.modbus.internal.wire.Requests;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes values in their order, with the fewest requests, and with the functions that the device
 * has: what it says it does not know (exception 1) is done in another way, from then on.
 */
final class PointWriter {
  private static final String NO_TIME_LEFT = "not written: no time was left";
  private static final int WHOLE_REGISTER = 0xffff;

  private final Unit unit;
  private final boolean broadcasts;
  private boolean masks = true;
  private boolean writesMany = true;
  private boolean writesOne = true;

  /**
   * @param broadcasts whether all units listen and none answers
   */
  PointWriter(Unit unit, boolean broadcasts) {
    this.unit = unit;
    this.broadcasts = broadcasts;
  }

  /** A value for a point. */
  record Wanted(Point point, Object value) {}

  List<WriteResult> write(List<Wanted> wanted, Deadline deadline) throws DriverException {
    List<WriteResult> results = new ArrayList<>(wanted.size());
    WriteRun run = null;
    for (Wanted one : wanted) {
      PointWrite next;
      try {
        next = PointWrite.of(one.point(), one.value());
      } catch (UnfitValueException e) {
        if (run != null) {
          results.addAll(write(run, deadline));
          run = null;
        }
        results.add(WriteResult.failed(String.valueOf(e.getMessage())));
        continue;
      }
      if (run != null && writesMany && run.takes(next)) {
        continue;
      }
      if (run != null) {
        results.addAll(write(run, deadline));
      }
      run = new WriteRun(next);
    }
    if (run != null) {
      results.addAll(write(run, deadline));
    }
    return results;
  }

  /** One request for all; when the device refuses it, one for each, to see whose fault it is. */
  private List<WriteResult> write(WriteRun run, Deadline deadline) throws DriverException {
    List<WriteResult> results = new ArrayList<>();
    if (run.writes().size() > 1 && !deadline.hasPassed()) {
      try {
        many(run, deadline);
        run.writes().forEach(each -> results.add(WriteResult.DONE));
        return results;
      } catch (ExceptionReply e) {
        writesMany = !e.isUnknownFunction();
      }
    }
    for (PointWrite write : run.writes()) {
      results.add(alone(write, deadline));
    }
    return results;
  }

  private WriteResult alone(PointWrite write, Deadline deadline) throws DriverException {
    if (deadline.hasPassed()) {
      return WriteResult.failed(NO_TIME_LEFT);
    }
    try {
      if (write.point().isPartOfRegister()) {
        part(write, deadline);
      } else if (write.count() == 1 && writesOne) {
        one(write, deadline);
      } else {
        many(new WriteRun(write), deadline);
      }
      return WriteResult.DONE;
    } catch (ExceptionReply e) {
      return WriteResult.failed(e.reason());
    } catch (UnfitValueException e) {
      return WriteResult.failed(String.valueOf(e.getMessage()));
    }
  }

  private void one(PointWrite write, Deadline deadline) throws DriverException, ExceptionReply {
    Point point = write.point();
    try {
      send(
          Requests.writeOne(unit.number(), point.table(), point.address(), write.data()), deadline);
    } catch (ExceptionReply e) {
      if (!e.isUnknownFunction()) {
        throw e;
      }
      many(new WriteRun(write), deadline);
      writesOne = false;
    }
  }

  private void many(WriteRun run, Deadline deadline) throws DriverException, ExceptionReply {
    send(
        Requests.writeMany(unit.number(), run.table(), run.address(), run.data(), run.count()),
        deadline);
  }

  /** Changes the bits of the point alone; with two requests where one is not known. */
  private void part(PointWrite write, Deadline deadline)
      throws DriverException, ExceptionReply, UnfitValueException {
    Point point = write.point();
    int mask = point.format().mask();
    int bits = (write.data()[0] & 0xff) << 8 | (write.data()[1] & 0xff);
    if (masks) {
      try {
        send(
            Requests.maskWrite(unit.number(), point.address(), ~mask & WHOLE_REGISTER, bits),
            deadline);
        return;
      } catch (ExceptionReply e) {
        if (!e.isUnknownFunction()) {
          throw e;
        }
        masks = false;
      }
    }
    if (broadcasts) {
      throw new UnfitValueException("a part of a register cannot be broadcast without function 22");
    }
    byte[] register = unit.read(Table.HOLDING, point.address(), 1, deadline);
    int now = (register[0] & 0xff) << 8 | (register[1] & 0xff);
    int then = (now & ~mask) | bits;
    one(new PointWrite(point, new byte[] {(byte) (then >> 8), (byte) then}), deadline);
  }

  private void send(Query query, Deadline deadline) throws DriverException, ExceptionReply {
    if (broadcasts) {
      unit.link().broadcast(query, unit.patience(), deadline);
    } else {
      unit.exchange(query, deadline);
    }
  }
}
