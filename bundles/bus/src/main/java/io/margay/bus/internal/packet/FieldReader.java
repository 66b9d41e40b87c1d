package io.margay.bus.internal.packet;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one packet (MQTT 5.0, section 1.5) and never beyond its end; what does not
 * fit is a malformed packet.
 */
final class FieldReader {
  private static final int MOST_VARIABLE_BYTES = 4;

  private final ByteBuf in;

  /**
   * @param in the packet without its fixed header, or a part of it
   */
  FieldReader(ByteBuf in) {
    this.in = in;
  }

  boolean hasMore() {
    return in.isReadable();
  }

  int oneByte() {
    need(1);
    return in.readUnsignedByte();
  }

  int twoBytes() {
    need(2);
    return in.readUnsignedShort();
  }

  long fourBytes() {
    need(4);
    return in.readUnsignedInt();
  }

  /** A number of one to four bytes, in no more of them than it needs (section 1.5.5). */
  int variable() {
    int value = 0;
    for (int i = 0; i < MOST_VARIABLE_BYTES; i++) {
      int digit = oneByte();
      value |= (digit & 0x7f) << (7 * i);
      if ((digit & 0x80) == 0) {
        if (digit == 0 && i > 0) {
          throw ProtocolViolation.malformed("a number in more bytes than it needs");
        }
        return value;
      }
    }
    throw ProtocolViolation.malformed("a number of more than four bytes");
  }

  /** A packet identifier, which is never 0 (section 2.2.1). */
  int packetId() {
    int id = twoBytes();
    if (id == 0) {
      throw ProtocolViolation.malformed("packet identifier 0");
    }
    return id;
  }

  byte[] binary() {
    return bytes(twoBytes());
  }

  /** Everything that is left. */
  byte[] rest() {
    return bytes(in.readableBytes());
  }

  /** The next part of the packet as a reader of its own. */
  FieldReader part(int length) {
    need(length);
    return new FieldReader(in.readSlice(length));
  }

  /** Strict UTF-8 without null characters and surrogates (section 1.5.4). */
  String text() {
    byte[] bytes = binary();
    return isPlain(bytes) ? new String(bytes, StandardCharsets.ISO_8859_1) : decode(bytes);
  }

  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b <= 0) {
        return false;
      }
    }
    return true;
  }

  private static String decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw ProtocolViolation.malformed("text with a null character");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw ProtocolViolation.malformed("text that is no UTF-8");
    }
  }

  private byte[] bytes(int length) {
    need(length);
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  private void need(int bytes) {
    if (in.readableBytes() < bytes) {
      throw ProtocolViolation.malformed(
          "a packet that is shorter than what it says of its content");
    }
  }

  /** There must be nothing behind the last field. */
  void end() {
    if (in.isReadable()) {
      throw ProtocolViolation.malformed(in.readableBytes() + " bytes too many in a packet");
    }
  }
}
