package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.Settings;
import io.margay.driver.modbus.internal.format.Table;
import io.margay.driver.modbus.internal.wire.ExceptionReply;
import io.margay.driver.modbus.internal.wire.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The functions of Modbus that read or write no property. */
final class DeviceMethods {
  private static final int LAST = Table.SIZE - 1;
  private static final int MOST_WRITTEN_WITH_A_READ = 121;
  private static final int LONGEST_QUEUE = 31;

  private final Unit unit;

  DeviceMethods(Unit unit) {
    this.unit = unit;
  }

  Map<String, Object> invoke(String method, Map<String, Object> arguments, Deadline deadline)
      throws DriverException {
    Settings given = new Settings("/" + method, arguments, DeviceMethods::refuse);
    try {
      return switch (method) {
        case "readDeviceIdentification" -> Map.copyOf(new Identification(unit).read(deadline));
        case "readFifoQueue" -> readFifoQueue(given, deadline);
        case "maskWriteRegister" -> maskWriteRegister(given, deadline);
        case "readWriteRegisters" -> readWriteRegisters(given, deadline);
        default ->
            throw new IllegalArgumentException(
                "method \"%s\" is unknown; one of readDeviceIdentification, readFifoQueue, maskWriteRegister, readWriteRegisters"
                    .formatted(method));
      };
    } catch (ExceptionReply e) {
      throw new DriverException(e.reason());
    }
  }

  private Map<String, Object> readFifoQueue(Settings given, Deadline deadline)
      throws DriverException, ExceptionReply {
    byte[] answer =
        unit.exchange(Requests.readFifo(unit.number(), number(given, "address")), deadline);
    int count = answer.length < 4 ? -1 : word(answer, 2);
    if (count < 0 || count > LONGEST_QUEUE || answer.length != 4 + 2 * count) {
      throw new DriverException("answer is not a queue: its counts and its length do not agree");
    }
    return Map.of("values", registers(answer, 4));
  }

  private Map<String, Object> maskWriteRegister(Settings given, Deadline deadline)
      throws DriverException, ExceptionReply {
    unit.exchange(
        Requests.maskWrite(
            unit.number(),
            number(given, "address"),
            number(given, "andMask"),
            number(given, "orMask")),
        deadline);
    return Map.of();
  }

  private Map<String, Object> readWriteRegisters(Settings given, Deadline deadline)
      throws DriverException, ExceptionReply {
    byte[] values = values(given);
    byte[] answer =
        unit.exchange(
            Requests.readWrite(
                unit.number(),
                number(given, "readAddress"),
                (int) given.integer(1, Table.HOLDING.mostPerRead(), "readCount"),
                number(given, "writeAddress"),
                values),
            deadline);
    return Map.of("values", registers(answer, 1));
  }

  /** A list of numbers, or a text of numbers between commas. */
  private static byte[] values(Settings given) {
    List<String> texts =
        given.data().get("values") instanceof List<?>
            ? given.texts("values")
            : List.of(given.text("values").split(",", -1));
    if (texts.isEmpty() || texts.size() > MOST_WRITTEN_WITH_A_READ) {
      given.complain("values", "1 to %d numbers".formatted(MOST_WRITTEN_WITH_A_READ));
    }
    byte[] data = new byte[texts.size() * 2];
    for (int i = 0; i < texts.size(); i++) {
      Settings one =
          new Settings(given.path(), Map.of("values", texts.get(i)), DeviceMethods::refuse);
      int value = number(one, "values");
      data[i * 2] = (byte) (value >> 8);
      data[i * 2 + 1] = (byte) value;
    }
    return data;
  }

  private static int number(Settings given, String key) {
    OptionalInt hex = Numbers.hex(given.text(key));
    return hex.isPresent() ? hex.getAsInt() : (int) given.integer(0, LAST, key);
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }

  private static List<Long> registers(byte[] answer, int from) {
    List<Long> registers = new ArrayList<>();
    for (int at = from; at + 1 < answer.length; at += 2) {
      registers.add((long) word(answer, at));
    }
    return registers;
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }
}
