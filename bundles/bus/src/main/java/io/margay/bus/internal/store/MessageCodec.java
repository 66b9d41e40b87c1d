package io.margay.bus.internal.store;

import io.margay.bus.Message;
import io.margay.bus.MessageProperties;
import io.margay.bus.MessageProperties.UserProperty;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as bytes. The lifetime is not among them: it passes, and what is written is a deadline.
 */
final class MessageCodec {
  private static final int VERSION = 1;
  private static final int RETAIN = 1;
  private static final int TEXT = 2;
  private static final int CONTENT_TYPE = 4;
  private static final int RESPONSE_TOPIC = 8;
  private static final int CORRELATION = 16;

  private MessageCodec() {}

  static byte[] encode(Message message) {
    MessageProperties said = message.properties();
    Payload correlation = said.correlation();
    int flags =
        (message.retain() ? RETAIN : 0)
            | (said.text() ? TEXT : 0)
            | (said.contentType() != null ? CONTENT_TYPE : 0)
            | (said.responseTopic() != null ? RESPONSE_TOPIC : 0)
            | (correlation != null ? CORRELATION : 0);
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(64 + message.topic().length() + message.payload().size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(message.qos().level());
      out.writeByte(flags);
      writeText(out, message.topic());
      writeText(out, said.contentType());
      writeText(out, said.responseTopic());
      if (correlation != null) {
        writeBytes(out, correlation);
      }
      out.writeInt(said.user().size());
      for (UserProperty property : said.user()) {
        writeText(out, property.name());
        writeText(out, property.value());
      }
      writeBytes(out, message.payload());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException when it is something else
   */
  static Message decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException("a message of version " + version + ", expected " + VERSION);
      }
      QoS qos = QoS.ofLevel(in.readByte());
      int flags = in.readByte();
      String topic = readText(in);
      String contentType = (flags & CONTENT_TYPE) == 0 ? null : readText(in);
      String responseTopic = (flags & RESPONSE_TOPIC) == 0 ? null : readText(in);
      Payload correlation = (flags & CORRELATION) == 0 ? null : readBytes(in);
      int users = in.readInt();
      List<UserProperty> user = new ArrayList<>();
      for (int i = 0; i < users; i++) {
        user.add(new UserProperty(readText(in), readText(in)));
      }
      MessageProperties properties =
          new MessageProperties(
              (flags & TEXT) != 0, contentType, responseTopic, correlation, null, user);
      return new Message(topic, readBytes(in), qos, (flags & RETAIN) != 0, properties);
    } catch (IllegalArgumentException e) {
      throw new IOException("a message that cannot be read: " + e.getMessage(), e);
    }
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static void writeBytes(DataOutputStream out, Payload payload) throws IOException {
    ByteBuffer source = payload.asByteBuffer();
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readArray(in), StandardCharsets.UTF_8);
  }

  private static Payload readBytes(DataInputStream in) throws IOException {
    return Payload.of(readArray(in));
  }

  private static byte[] readArray(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a message of which a part is missing");
    }
    return in.readNBytes(length);
  }
}
