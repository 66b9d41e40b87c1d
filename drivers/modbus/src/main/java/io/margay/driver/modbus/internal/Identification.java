package io.margay.driver.modbus.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.modbus.internal.wire.ExceptionReply;
import io.margay.driver.modbus.internal.wire.Requests;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks a device who made it and what it is (function 43/14; V1.1b3, section 6.21). */
final class Identification {
  private static final int BASIC = 1;
  private static final int REGULAR = 2;
  private static final int CONFORMITY_AT = 2;
  private static final int MORE_FOLLOWS_AT = 3;
  private static final int NEXT_OBJECT_AT = 4;
  private static final int COUNT_AT = 5;
  private static final int OBJECTS_AT = 6;
  private static final int MORE_FOLLOWS = 0xff;
  private static final int LAST_BASIC_OBJECT = 2;

  private final Unit unit;

  Identification(Unit unit) {
    this.unit = unit;
  }

  /**
   * All that the device says, of the objects that the specification names.
   *
   * @throws ExceptionReply when it does not say anything
   */
  Map<String, String> read(Deadline deadline) throws DriverException, ExceptionReply {
    Map<String, String> facts = new LinkedHashMap<>();
    int conformity = category(BASIC, 0, facts, deadline);
    if ((conformity & 0x7f) >= REGULAR) {
      try {
        category(REGULAR, LAST_BASIC_OBJECT + 1, facts, deadline);
      } catch (ExceptionReply e) {
        return facts; // it claims more than it has
      }
    }
    return facts;
  }

  private int category(int category, int first, Map<String, String> facts, Deadline deadline)
      throws DriverException, ExceptionReply {
    int object = first;
    while (true) {
      byte[] answer =
          unit.exchange(Requests.readIdentification(unit.number(), category, object), deadline);
      if (answer.length < OBJECTS_AT) {
        throw new DriverException("the device's identification breaks off");
      }
      take(answer, facts);
      int next = answer[NEXT_OBJECT_AT] & 0xff;
      if ((answer[MORE_FOLLOWS_AT] & 0xff) != MORE_FOLLOWS || next <= object) {
        return answer[CONFORMITY_AT];
      }
      object = next;
    }
  }

  private static void take(byte[] answer, Map<String, String> facts) throws DriverException {
    int at = OBJECTS_AT;
    for (int left = answer[COUNT_AT] & 0xff; left > 0; left--) {
      if (at + 2 > answer.length || at + 2 + (answer[at + 1] & 0xff) > answer.length) {
        throw new DriverException("the device's identification breaks off");
      }
      int length = answer[at + 1] & 0xff;
      facts.put(name(answer[at] & 0xff), new String(answer, at + 2, length, ISO_8859_1).strip());
      at += 2 + length;
    }
  }

  private static String name(int object) {
    return switch (object) {
      case 0 -> "vendor";
      case 1 -> "productCode";
      case 2 -> "firmware";
      case 3 -> "vendorUrl";
      case 4 -> "productName";
      case 5 -> "modelName";
      case 6 -> "userApplication";
      default -> "object" + object;
    };
  }
}
