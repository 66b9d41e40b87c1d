package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.modbus.internal.format.Table;
import io.margay.driver.modbus.internal.wire.ExceptionReply;
import io.margay.driver.modbus.internal.wire.Link;
import io.margay.driver.modbus.internal.wire.Patience;
import io.margay.driver.modbus.internal.wire.Query;
import io.margay.driver.modbus.internal.wire.Requests;
import java.util.Arrays;

/** One unit on its link: the device's own, whoever else shares the link. */
record Unit(Link link, int number, Patience patience) {

  byte[] exchange(Query query, Deadline deadline) throws DriverException, ExceptionReply {
    return link.exchange(query, patience, deadline);
  }

  /** Registers or bits, without their byte count. */
  byte[] read(Table table, int address, int count, Deadline deadline)
      throws DriverException, ExceptionReply {
    byte[] answer = exchange(Requests.read(number, table, address, count), deadline);
    return Arrays.copyOfRange(answer, 1, answer.length);
  }

  /**
   * Finds out whether the unit is there: whatever it answers is a sign of life.
   *
   * @throws DriverException when nothing comes back, or only the word of a gateway
   */
  void probe(Deadline deadline) throws DriverException {
    try {
      read(Table.HOLDING, 0, 1, deadline);
    } catch (ExceptionReply e) {
      if (e.concernsWholeUnit()) {
        throw new DriverException(e.reason());
      }
    }
  }
}
