package io.margay.bus.internal.packet;

import static io.margay.bus.internal.packet.Property.Place.ANSWER;
import static io.margay.bus.internal.packet.Property.Place.CONNECT;
import static io.margay.bus.internal.packet.Property.Place.DISCONNECT;
import static io.margay.bus.internal.packet.Property.Place.PUBLISH;
import static io.margay.bus.internal.packet.Property.Place.SUBSCRIBE;
import static io.margay.bus.internal.packet.Property.Place.WILL;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every property of MQTT 5, with its number and format, and where a client may send it (MQTT 5.0,
 * section 2.2.2.2). Those without a place are the server's to send.
 */
public enum Property {
  PAYLOAD_FORMAT_INDICATOR(0x01, Format.FLAG, PUBLISH, WILL),
  MESSAGE_EXPIRY_INTERVAL(0x02, Format.FOUR_BYTES, PUBLISH, WILL),
  CONTENT_TYPE(0x03, Format.TEXT, PUBLISH, WILL),
  RESPONSE_TOPIC(0x08, Format.TEXT, PUBLISH, WILL),
  CORRELATION_DATA(0x09, Format.BINARY, PUBLISH, WILL),
  SUBSCRIPTION_IDENTIFIER(0x0B, Format.POSITIVE_VARIABLE, SUBSCRIBE),
  SESSION_EXPIRY_INTERVAL(0x11, Format.FOUR_BYTES, CONNECT, DISCONNECT),
  ASSIGNED_CLIENT_IDENTIFIER(0x12, Format.TEXT),
  SERVER_KEEP_ALIVE(0x13, Format.TWO_BYTES),
  AUTHENTICATION_METHOD(0x15, Format.TEXT, CONNECT),
  AUTHENTICATION_DATA(0x16, Format.BINARY, CONNECT),
  REQUEST_PROBLEM_INFORMATION(0x17, Format.FLAG, CONNECT),
  WILL_DELAY_INTERVAL(0x18, Format.FOUR_BYTES, WILL),
  REQUEST_RESPONSE_INFORMATION(0x19, Format.FLAG, CONNECT),
  RESPONSE_INFORMATION(0x1A, Format.TEXT),
  SERVER_REFERENCE(0x1C, Format.TEXT),
  REASON_STRING(0x1F, Format.TEXT, ANSWER, DISCONNECT),
  RECEIVE_MAXIMUM(0x21, Format.POSITIVE_TWO_BYTES, CONNECT),
  TOPIC_ALIAS_MAXIMUM(0x22, Format.TWO_BYTES, CONNECT),
  TOPIC_ALIAS(0x23, Format.TWO_BYTES, PUBLISH),
  MAXIMUM_QOS(0x24, Format.FLAG),
  RETAIN_AVAILABLE(0x25, Format.FLAG),
  USER_PROPERTY(0x26, Format.PAIR, Place.values()),
  MAXIMUM_PACKET_SIZE(0x27, Format.POSITIVE_FOUR_BYTES, CONNECT),
  WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Format.FLAG),
  SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Format.FLAG),
  SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Format.FLAG);

  /** Where a client may send a property. */
  enum Place {
    CONNECT,
    WILL,
    PUBLISH,
    ANSWER,
    SUBSCRIBE,
    UNSUBSCRIBE,
    DISCONNECT
  }

  /** What the value looks like, and which values are none. */
  enum Format {
    FLAG,
    TWO_BYTES,
    POSITIVE_TWO_BYTES,
    FOUR_BYTES,
    POSITIVE_FOUR_BYTES,
    POSITIVE_VARIABLE,
    TEXT,
    BINARY,
    PAIR
  }

  private static final @Nullable Property[] BY_NUMBER = new Property[0x2B];

  static {
    for (Property property : values()) {
      BY_NUMBER[property.number] = property;
    }
  }

  private final int number;
  private final Format format;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed
  private final Set<Place> places;

  Property(int number, Format format, Place... places) {
    this.number = number;
    this.format = format;
    this.places = Set.of(places);
  }

  /** The property of a number; null when there is none. */
  static @Nullable Property of(int number) {
    return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }

  /** The number on the wire; it takes one byte. */
  int number() {
    return number;
  }

  Format format() {
    return format;
  }

  boolean belongsTo(Place place) {
    return places.contains(place);
  }
}
