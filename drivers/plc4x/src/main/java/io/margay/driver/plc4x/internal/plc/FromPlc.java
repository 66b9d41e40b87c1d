package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.PropertyType;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.plc4x.java.api.types.PlcValueType;
import org.apache.plc4x.java.api.value.PlcValue;

/**
 * Values of PLC4X as the device API has them: truth values, numbers, texts and bytes.
 *
 * <ul>
 *   <li>Bit strings (BYTE to LWORD) are unsigned numbers.
 *   <li>A duration is a number of milliseconds, or ISO 8601 where the property is a text; dates and
 *       times of day are ISO 8601.
 *   <li>A list is bytes where the property is that, and otherwise JSON, as a structure is.
 * </ul>
 */
final class FromPlc {
  private static final int BYTE_MASK = 0xFF;

  private final PropertyType wanted;

  private FromPlc(PropertyType wanted) {
    this.wanted = wanted;
  }

  /**
   * @throws UnfitValueException when the property cannot hold what the device has
   */
  static Object value(PlcValue value, PropertyType wanted) throws UnfitValueException {
    return new FromPlc(wanted).value(value);
  }

  private Object value(PlcValue value) throws UnfitValueException {
    if (value == null || value.getPlcValueType() == PlcValueType.NULL) {
      throw new UnfitValueException("the device gave no value");
    }
    if (value.isStruct()) {
      return text(json(value), "a structure");
    }
    if (value.isList()) {
      List<? extends PlcValue> list = value.getList();
      if (list.size() == 1) {
        return value(list.get(0));
      }
      return wanted == PropertyType.BYTES
          ? bytes(list)
          : text(json(value), "a list of " + list.size() + " values");
    }
    return single(value);
  }

  private Object single(PlcValue value) {
    return switch (value.getPlcValueType()) {
      case BOOL -> value.getBoolean();
      case BYTE, WORD, DWORD, SINT, USINT, INT, UINT, DINT, UDINT, LINT -> value.getLong();
      case LWORD, ULINT -> small(value.getBigInteger());
      case REAL -> value.getFloat();
      case LREAL -> value.getDouble();
      case TIME, LTIME ->
          wanted == PropertyType.STRING
              ? value.getDuration().toString()
              : (Object) value.getDuration().toMillis();
      case DATE, LDATE -> value.getDate().toString();
      case TIME_OF_DAY, LTIME_OF_DAY -> value.getTime().toString();
      case DATE_AND_TIME, DATE_AND_LTIME, LDATE_AND_TIME -> value.getDateTime().toString();
      case RAW_BYTE_ARRAY -> value.getRaw().clone();
      default -> value.getString();
    };
  }

  private static Number small(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  private Object text(String json, String what) throws UnfitValueException {
    if (wanted != PropertyType.STRING) {
      throw new UnfitValueException(
          "the device gave %s, which only a property of type STRING can hold".formatted(what));
    }
    return json;
  }

  private static byte[] bytes(List<? extends PlcValue> list) throws UnfitValueException {
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      long number = list.get(i).isLong() ? list.get(i).getLong() : Long.MAX_VALUE;
      if (number < Byte.MIN_VALUE || number > BYTE_MASK) {
        throw new UnfitValueException(
            "value %d of the list is %s, which is no byte".formatted(i, list.get(i)));
      }
      bytes[i] = (byte) number;
    }
    return bytes;
  }

  private String json(PlcValue value) {
    if (value == null || value.getPlcValueType() == PlcValueType.NULL) {
      return "null";
    }
    if (value.isStruct()) {
      StringJoiner members = new StringJoiner(",", "{", "}");
      for (Map.Entry<String, ? extends PlcValue> member : value.getStruct().entrySet()) {
        members.add(quoted(member.getKey()) + ":" + json(member.getValue()));
      }
      return members.toString();
    }
    if (value.isList()) {
      StringJoiner items = new StringJoiner(",", "[", "]");
      value.getList().forEach(item -> items.add(json(item)));
      return items.toString();
    }
    Object single = single(value);
    return single instanceof Number || single instanceof Boolean
        ? single.toString()
        : quoted(String.valueOf(single));
  }

  /** RFC 8259, section 7. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
