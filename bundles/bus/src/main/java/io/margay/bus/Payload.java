package io.margay.bus;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a message; they never change. A lazy payload is made when the first reader asks, so
 * that a message nobody subscribed to costs nothing. Safe for all threads.
 */
public final class Payload {
  /** No bytes. */
  public static final Payload EMPTY = new Payload(new byte[0], null);

  private byte @Nullable [] bytes;
  private @Nullable Supplier<byte[]> source;

  private Payload(byte @Nullable [] bytes, @Nullable Supplier<byte[]> source) {
    this.bytes = bytes;
    this.source = source;
  }

  /** The bytes given, which the caller must not change from now on. */
  public static Payload of(byte[] bytes) {
    return new Payload(requireNonNull(bytes, "bytes"), null);
  }

  /** A text in UTF-8. */
  public static Payload of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that are made when they are first asked for, on the thread that asks. */
  public static Payload lazy(Supplier<byte[]> source) {
    return new Payload(null, requireNonNull(source, "source"));
  }

  /** How many bytes there are. */
  public int size() {
    return bytes().length;
  }

  /** The bytes, to be read only. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes()).asReadOnlyBuffer();
  }

  /** The bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String asText() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private synchronized byte[] bytes() {
    byte[] made = bytes;
    if (made == null) {
      made = requireNonNull(requireNonNull(source).get(), "the source of a payload gave null");
      bytes = made;
      source = null;
    }
    return made;
  }
}
