package io.margay.bus.internal.packet;

import io.margay.bus.MessageProperties;
import io.margay.bus.MessageProperties.UserProperty;
import io.margay.bus.Payload;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.packet.Property.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The properties of one packet from a client, each of them allowed there and at most once. */
public final class Properties {
  /** No properties: what packets of MQTT 3.1.1 have. */
  public static final Properties NONE = new Properties(Map.of(), List.of());

  private final Map<Property, Object> single;
  private final List<UserProperty> user;

  private Properties(Map<Property, Object> single, List<UserProperty> user) {
    this.single = single;
    this.user = user;
  }

  /** Reads the length of the properties and then as many bytes (MQTT 5.0, section 2.2.2). */
  static Properties read(FieldReader packet, Place place) {
    int length = packet.variable();
    if (length == 0) {
      return NONE;
    }
    FieldReader in = packet.part(length);
    Map<Property, Object> single = new EnumMap<>(Property.class);
    List<UserProperty> user = new ArrayList<>(0);
    while (in.hasMore()) {
      Property property = property(in.variable(), place);
      if (property == Property.USER_PROPERTY) {
        user.add(new UserProperty(in.text(), in.text()));
      } else if (single.put(property, value(property, in)) != null) {
        throw ProtocolViolation.protocolError(property + " more than once in a packet");
      }
    }
    return new Properties(single, user);
  }

  private static Property property(int number, Place place) {
    Property property = Property.of(number);
    if (property == Property.SUBSCRIPTION_IDENTIFIER && place == Place.PUBLISH) {
      throw ProtocolViolation.protocolError("PUBLISH of a client with a subscription identifier");
    }
    if (property == null || !property.belongsTo(place)) {
      throw ProtocolViolation.malformed(
          "property "
              + (property == null ? Integer.toString(number) : property.toString())
              + " in "
              + place);
    }
    return property;
  }

  private static Object value(Property property, FieldReader in) {
    return switch (property.format()) {
      case FLAG -> {
        int flag = in.oneByte();
        if (flag > 1) {
          throw ProtocolViolation.protocolError(property + " is " + flag + ", expected 0 or 1");
        }
        yield (long) flag;
      }
      case TWO_BYTES -> (long) in.twoBytes();
      case POSITIVE_TWO_BYTES -> positive(property, in.twoBytes());
      case FOUR_BYTES -> in.fourBytes();
      case POSITIVE_FOUR_BYTES -> positive(property, in.fourBytes());
      case POSITIVE_VARIABLE -> positive(property, in.variable());
      case TEXT -> property == Property.RESPONSE_TOPIC ? topic(in.text()) : in.text();
      case BINARY -> in.binary();
      case PAIR -> throw new IllegalStateException(property + " is read by itself");
    };
  }

  private static long positive(Property property, long value) {
    if (value == 0) {
      throw ProtocolViolation.protocolError(property + " is 0");
    }
    return value;
  }

  private static String topic(String text) {
    if (!TopicFilter.isTopicName(text)) {
      throw ProtocolViolation.protocolError(
          "a response topic \"" + text + "\" that is not a topic name");
    }
    return text;
  }

  public boolean has(Property property) {
    return single.containsKey(property);
  }

  /** The value of a number or flag, or the other one when it is not there. */
  public long number(Property property, long absent) {
    return single.get(property) instanceof Long found ? found : absent;
  }

  private @Nullable String text(Property property) {
    return (String) single.get(property);
  }

  private @Nullable Payload binary(Property property) {
    return single.get(property) instanceof byte[] bytes ? Payload.of(bytes) : null;
  }

  /** What is said of the message, for those who receive it. */
  public MessageProperties ofMessage() {
    if (user.isEmpty() && !describesMessage()) {
      return MessageProperties.NONE;
    }
    long seconds = number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
    return new MessageProperties(
        number(Property.PAYLOAD_FORMAT_INDICATOR, 0) == 1,
        text(Property.CONTENT_TYPE),
        text(Property.RESPONSE_TOPIC),
        binary(Property.CORRELATION_DATA),
        seconds < 0 ? null : Duration.ofSeconds(seconds),
        user);
  }

  private boolean describesMessage() {
    return single.keySet().stream()
        .anyMatch(
            property -> property != Property.TOPIC_ALIAS && property.belongsTo(Place.PUBLISH));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Properties that && single.equals(that.single) && user.equals(that.user);
  }

  @Override
  public int hashCode() {
    return Objects.hash(single, user);
  }

  @Override
  public String toString() {
    return single + " " + user;
  }
}
