package io.margay.bus.internal.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes the fields of one packet (MQTT 5.0, section 1.5). */
final class FieldWriter {
  /** The size of the largest packet there can be (section 2.1.4). */
  static final int LARGEST_PACKET = 268_435_460;

  private final ByteBuf out;

  FieldWriter(ByteBuf out) {
    this.out = out;
  }

  /** How many bytes a number takes. */
  static int variableSize(long value) {
    return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
  }

  /** How many bytes a whole packet takes. */
  static long packetSize(long remaining) {
    return 1 + variableSize(remaining) + remaining;
  }

  FieldWriter oneByte(int value) {
    out.writeByte(value);
    return this;
  }

  FieldWriter twoBytes(int value) {
    out.writeShort(value);
    return this;
  }

  FieldWriter fourBytes(long value) {
    out.writeInt((int) value);
    return this;
  }

  FieldWriter variable(int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
    return this;
  }

  /**
   * @param bytes how many bytes the text takes in UTF-8
   */
  FieldWriter text(String text, int bytes) {
    out.writeShort(bytes);
    ByteBufUtil.reserveAndWriteUtf8(out, text, bytes);
    return this;
  }

  FieldWriter bytes(ByteBuf bytes) {
    out.writeBytes(bytes);
    return this;
  }
}
