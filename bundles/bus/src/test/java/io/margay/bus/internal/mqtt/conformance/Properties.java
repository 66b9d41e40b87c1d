package io.margay.bus.internal.mqtt.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Properties of an MQTT 5 packet in their order (MQTT 5.0, section 2.2.2). */
final class Properties {
  static final int PAYLOAD_FORMAT = 1;
  static final int MESSAGE_EXPIRY = 2;
  static final int CONTENT_TYPE = 3;
  static final int RESPONSE_TOPIC = 8;
  static final int CORRELATION_DATA = 9;
  static final int SUBSCRIPTION_ID = 11;
  static final int SESSION_EXPIRY = 17;
  static final int ASSIGNED_CLIENT_ID = 18;
  static final int SERVER_KEEP_ALIVE = 19;
  static final int AUTHENTICATION_METHOD = 21;
  static final int AUTHENTICATION_DATA = 22;
  static final int REQUEST_PROBLEM_INFORMATION = 23;
  static final int WILL_DELAY = 24;
  static final int REQUEST_RESPONSE_INFORMATION = 25;
  static final int RESPONSE_INFORMATION = 26;
  static final int SERVER_REFERENCE = 28;
  static final int REASON_STRING = 31;
  static final int RECEIVE_MAXIMUM = 33;
  static final int TOPIC_ALIAS_MAXIMUM = 34;
  static final int TOPIC_ALIAS = 35;
  static final int MAXIMUM_QOS = 36;
  static final int RETAIN_AVAILABLE = 37;
  static final int USER_PROPERTY = 38;
  static final int MAXIMUM_PACKET_SIZE = 39;

  private final List<Map.Entry<Integer, Object>> all = new ArrayList<>();

  static Properties none() {
    return new Properties();
  }

  static Properties with(int id, Object value) {
    return none().and(id, value);
  }

  /** One more; of a user property, the name and the value. */
  Properties and(int id, Object value) {
    all.add(Map.entry(id, value));
    return this;
  }

  /** A user property. */
  Properties user(String name, String value) {
    return and(USER_PROPERTY, List.of(name, value));
  }

  /** The values that have this id. */
  List<Object> every(int id) {
    return all.stream().filter(one -> one.getKey() == id).map(Map.Entry::getValue).toList();
  }

  /** The one value of this id, or null. */
  Object get(int id) {
    List<Object> found = every(id);
    if (found.size() > 1) {
      throw new AssertionError("property " + id + " came more than once: " + found);
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** The whole section with its length in front. */
  byte[] encoded() {
    Bytes section = new Bytes();
    all.forEach(one -> encode(section, one.getKey(), one.getValue()));
    byte[] content = section.done();
    return new Bytes().variable(content.length).raw(content).done();
  }

  private static void encode(Bytes out, int id, Object value) {
    out.variable(id);
    switch (id) {
      case 1, 23, 25, 36, 37, 40, 41, 42 -> out.u8((Integer) value);
      case 19, 33, 34, 35 -> out.u16((Integer) value);
      case 2, 17, 24, 39 -> out.u32(((Number) value).longValue());
      case 11 -> out.variable((Integer) value);
      case 9, 22 -> out.binary((byte[]) value);
      case 38 -> ((List<?>) value).forEach(text -> out.text((String) text));
      default -> out.text((String) value);
    }
  }

  /** Reads a section with its length in front. */
  static Properties decode(ByteBuffer in) {
    int length = variable(in);
    ByteBuffer section = in.slice(in.position(), length);
    in.position(in.position() + length);
    Properties read = new Properties();
    while (section.hasRemaining()) {
      int id = variable(section);
      read.and(id, value(section, id));
    }
    return read;
  }

  private static Object value(ByteBuffer in, int id) {
    return switch (id) {
      case 1, 23, 25, 36, 37, 40, 41, 42 -> in.get() & 0xff;
      case 19, 33, 34, 35 -> in.getShort() & 0xffff;
      case 2, 17, 24, 39 -> in.getInt() & 0xffff_ffffL;
      case 11 -> variable(in);
      case 9, 22 -> binary(in);
      case 38 -> List.of(text(in), text(in));
      case 3, 8, 18, 21, 26, 28, 31 -> text(in);
      default -> throw new AssertionError("there is no property " + id);
    };
  }

  static int variable(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int digit = in.get();
      value |= (digit & 0x7f) << shift;
      if (digit >= 0) {
        return value;
      }
    }
    throw new AssertionError("a variable byte integer of more than four bytes");
  }

  static byte[] binary(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort() & 0xffff];
    in.get(bytes);
    return bytes;
  }

  static String text(ByteBuffer in) {
    return new String(binary(in), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
