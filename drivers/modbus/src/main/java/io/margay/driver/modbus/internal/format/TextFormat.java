package io.margay.driver.modbus.internal.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A text in registers, up to the first zero byte.
 *
 * @param trim whether spaces around it are no part of it
 */
public record TextFormat(int count, ByteOrder order, Charset charset, boolean trim)
    implements Format {

  /** Every character set by its word. */
  public static Map<String, Charset> charsets() {
    Map<String, Charset> words = new LinkedHashMap<>();
    words.put("utf-8", StandardCharsets.UTF_8);
    words.put("ascii", StandardCharsets.US_ASCII);
    words.put("latin1", StandardCharsets.ISO_8859_1);
    return words;
  }

  @Override
  public Object decode(byte[] block, int offset) {
    byte[] bytes = order.apply(Arrays.copyOfRange(block, offset * 2, (offset + count) * 2));
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    String text = new String(bytes, 0, end, charset);
    return trim ? text.strip() : text;
  }

  @Override
  public byte[] encode(Object value) throws UnfitValueException {
    ByteBuffer text;
    try {
      text = charset.newEncoder().encode(CharBuffer.wrap(String.valueOf(value)));
    } catch (CharacterCodingException e) {
      throw new UnfitValueException("the text has characters that " + charset + " does not have");
    }
    if (text.remaining() > count * 2) {
      throw new UnfitValueException(
          "the text takes %d bytes, its registers hold %d".formatted(text.remaining(), count * 2));
    }
    byte[] bytes = new byte[count * 2];
    text.get(bytes, 0, text.remaining());
    return order.apply(bytes);
  }
}
