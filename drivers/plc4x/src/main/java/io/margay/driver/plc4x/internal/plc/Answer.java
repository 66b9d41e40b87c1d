package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.ReadingSink;
import io.margay.driver.plc4x.internal.library.Point;
import java.time.Instant;
import java.util.Optional;
import org.apache.plc4x.java.api.messages.PlcReadResponse;
import org.apache.plc4x.java.api.metadata.Metadata;
import org.apache.plc4x.java.api.types.PlcResponseCode;
import org.apache.plc4x.java.opcua.OpcMetadataKeys;
import org.apache.plc4x.java.opcua.tag.OpcuaQualityStatus;

/**
 * What a response says of one tag.
 *
 * @param failure why there is no value; empty when there is one
 */
record Answer(Object value, Optional<Instant> time, String failure) {
  private static final long OPC_TICKS_PER_MILLI = 10_000;

  /** 1601-01-01 to 1970-01-01 (OPC UA part 6, 5.2.2.5). */
  private static final long OPC_EPOCH_MILLIS = 11_644_473_600_000L;

  /**
   * @param name of the tag in the response
   */
  static Answer of(PlcReadResponse response, String name, Point point) {
    PlcResponseCode code = response.getResponseCode(name);
    if (code != PlcResponseCode.OK) {
      return bad(words(code));
    }
    Metadata metadata = response.getTagMetadata(name);
    if (metadata.getValue(OpcMetadataKeys.QUALITY) instanceof OpcuaQualityStatus quality
        && isBad(quality)) {
      return bad("the server says that the value is bad");
    }
    try {
      Object value = FromPlc.value(response.getPlcValue(name), point.property().type());
      return new Answer(value, time(metadata), "");
    } catch (UnfitValueException e) {
      return bad(e.reason());
    } catch (RuntimeException e) {
      return bad("PLC4X cannot read the value: " + Patience.words(e));
    }
  }

  /** A status that is left out is good (OPC UA part 6, 5.2.2.17); PLC4X fails over one. */
  private static boolean isBad(OpcuaQualityStatus quality) {
    try {
      return quality.isBad();
    } catch (NullPointerException leftOut) {
      return false;
    }
  }

  static Answer bad(String reason) {
    return new Answer("", Optional.empty(), reason);
  }

  private static Optional<Instant> time(Metadata metadata) {
    return metadata.getValue(OpcMetadataKeys.SOURCE_TIMESTAMP) instanceof Long ticks && ticks > 0
        ? Optional.of(Instant.ofEpochMilli(ticks / OPC_TICKS_PER_MILLI - OPC_EPOCH_MILLIS))
        : Optional.empty();
  }

  boolean isGood() {
    return failure.isEmpty();
  }

  void tell(ReadingSink sink, Point point) {
    if (!isGood()) {
      sink.bad(point.property(), failure);
    } else if (time.isPresent()) {
      sink.good(point.property(), value, time.get());
    } else {
      sink.good(point.property(), value);
    }
  }

  /** What a code of PLC4X means, in words for people. */
  static String words(PlcResponseCode code) {
    return switch (code) {
      case OK -> "done";
      case NOT_FOUND -> "the device has no such tag";
      case ACCESS_DENIED -> "the device denies access";
      case INVALID_ADDRESS -> "the device has no such address";
      case INVALID_DATATYPE -> "the type of the address is not that of the tag";
      case INVALID_DATA -> "the device refuses the data";
      case REMOTE_BUSY -> "the device is busy";
      case REMOTE_ERROR -> "the device answers with an error";
      case INTERNAL_ERROR -> "PLC4X failed over it (INTERNAL_ERROR)";
      default -> "PLC4X says " + code;
    };
  }
}
