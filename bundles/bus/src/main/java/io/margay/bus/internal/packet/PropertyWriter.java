package io.margay.bus.internal.packet;

import io.margay.bus.MessageProperties;
import io.margay.bus.MessageProperties.UserProperty;
import io.margay.bus.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Collects the properties of one packet to a client. What is null, or too long for MQTT, is left
 * out.
 */
final class PropertyWriter {
  private static final int LONGEST = 65_535;
  private static final long MOST_SECONDS = 0xFFFF_FFFFL;

  private @Nullable ByteBuf out;

  /** How many bytes the properties take, without their length. */
  int size() {
    return bytes().readableBytes();
  }

  ByteBuf bytes() {
    return out == null ? Unpooled.EMPTY_BUFFER : out;
  }

  private FieldWriter begin(Property property) {
    if (out == null) {
      out = Unpooled.buffer(64);
    }
    return new FieldWriter(out).oneByte(property.number());
  }

  PropertyWriter number(Property property, long value) {
    FieldWriter fields = begin(property);
    switch (property.format()) {
      case FLAG -> fields.oneByte((int) value);
      case TWO_BYTES, POSITIVE_TWO_BYTES -> fields.twoBytes((int) value);
      case FOUR_BYTES, POSITIVE_FOUR_BYTES -> fields.fourBytes(value);
      case POSITIVE_VARIABLE -> fields.variable((int) value);
      case TEXT, BINARY, PAIR -> throw new IllegalArgumentException(property + " is no number");
    }
    return this;
  }

  PropertyWriter text(Property property, @Nullable String text) {
    int bytes = text == null ? 0 : ByteBufUtil.utf8Bytes(text);
    if (text != null && bytes <= LONGEST) {
      begin(property).text(text, bytes);
    }
    return this;
  }

  private void binary(Property property, @Nullable Payload value) {
    if (value != null && value.size() <= LONGEST) {
      begin(property).twoBytes(value.size()).bytes(Unpooled.wrappedBuffer(value.asByteBuffer()));
    }
  }

  private void user(UserProperty pair) {
    int name = ByteBufUtil.utf8Bytes(pair.name());
    int value = ByteBufUtil.utf8Bytes(pair.value());
    if (name <= LONGEST && value <= LONGEST) {
      begin(Property.USER_PROPERTY).text(pair.name(), name).text(pair.value(), value);
    }
  }

  /** What is said of a message besides its payload, its remaining lifetime rounded up. */
  PropertyWriter message(MessageProperties properties, @Nullable Duration lifetime) {
    if (properties.text()) {
      number(Property.PAYLOAD_FORMAT_INDICATOR, 1);
    }
    if (lifetime != null) {
      long seconds = lifetime.plusNanos(999_999_999).toSeconds();
      number(Property.MESSAGE_EXPIRY_INTERVAL, Math.max(0, Math.min(seconds, MOST_SECONDS)));
    }
    text(Property.CONTENT_TYPE, properties.contentType());
    text(Property.RESPONSE_TOPIC, properties.responseTopic());
    binary(Property.CORRELATION_DATA, properties.correlation());
    properties.user().forEach(this::user);
    return this;
  }
}
