package io.margay.bus.internal.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.internal.packet.Property.Place;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of MQTT 5.0, section 2.2.2.2, as far as it is about what a client may send. */
class PropertiesTest {
  private static final Map<Place, Set<Integer>> ALLOWED =
      Map.of(
          Place.CONNECT, Set.of(0x11, 0x15, 0x16, 0x17, 0x19, 0x21, 0x22, 0x26, 0x27),
          Place.WILL, Set.of(0x01, 0x02, 0x03, 0x08, 0x09, 0x18, 0x26),
          Place.PUBLISH, Set.of(0x01, 0x02, 0x03, 0x08, 0x09, 0x23, 0x26),
          Place.ANSWER, Set.of(0x1f, 0x26),
          Place.SUBSCRIBE, Set.of(0x0b, 0x26),
          Place.UNSUBSCRIBE, Set.of(0x26),
          Place.DISCONNECT, Set.of(0x11, 0x1f, 0x26));

  @ParameterizedTest
  @EnumSource(Place.class)
  void onlyWhatBelongsThereIsRead(Place place) {
    for (int number = 0; number < 0x30; number++) {
      String hex = "%02x".formatted(number) + value(number);
      if (ALLOWED.get(place).contains(number)) {
        assertThat(read(hex, place)).as(hex).isNotEqualTo(Properties.NONE);
      } else {
        assertThatThrownBy(() -> read(hex, place))
            .as(hex)
            .isInstanceOf(ProtocolViolation.class)
            .extracting("reason")
            .isIn(ReasonCode.MALFORMED_PACKET, ReasonCode.PROTOCOL_ERROR);
      }
    }
  }

  /** A value of the right form. */
  private static String value(int number) {
    return switch (number) {
      case 0x02, 0x11, 0x18, 0x27 -> "00000001";
      case 0x13, 0x21, 0x22, 0x23 -> "0001";
      case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1a, 0x1c, 0x1f -> "000161";
      case 0x26 -> "00016100016b";
      default -> "01";
    };
  }

  private static Properties read(String hex, Place place) {
    byte[] bytes = HexFormat.of().parseHex("%02x".formatted(hex.length() / 2) + hex);
    return Properties.read(new FieldReader(Unpooled.wrappedBuffer(bytes)), place);
  }
}
