package io.margay.bus.internal.mqtt.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts MQTT's data types one behind the other (MQTT 5.0, section 1.5), wrong ones too. */
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Bytes bytes() {
    return new Bytes();
  }

  Bytes u8(int value) {
    out.write(value);
    return this;
  }

  Bytes u16(int value) {
    return u8(value >> 8).u8(value);
  }

  Bytes u32(long value) {
    return u16((int) (value >> 16)).u16((int) value);
  }

  Bytes variable(int value) {
    int rest = value;
    do {
      int digit = rest & 0x7f;
      rest >>>= 7;
      u8(rest > 0 ? digit | 0x80 : digit);
    } while (rest > 0);
    return this;
  }

  Bytes raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Bytes with their length in front. */
  Bytes binary(byte... bytes) {
    return u16(bytes.length).raw(bytes);
  }

  Bytes text(String text) {
    return binary(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] done() {
    return out.toByteArray();
  }
}
