package io.margay.driver.onvif.internal.camera;

import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Dates as ONVIF writes them: {@code tt:DateTime}, six numbers in elements of their own. */
final class CameraTime {
  private CameraTime() {}

  /** The UTC time of a {@code tt:SystemDateTime}; empty when the camera does not tell it. */
  static Optional<Instant> utc(Element systemDateTime) {
    Element utc = systemDateTime.at("UTCDateTime");
    if (!utc.exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(
                  number(utc, "Date", "Year"),
                  number(utc, "Date", "Month"),
                  number(utc, "Date", "Day"),
                  number(utc, "Time", "Hour"),
                  number(utc, "Time", "Minute"),
                  Math.min(59, number(utc, "Time", "Second"))) // a leap second is 60
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int number(Element in, String... path) {
    return Integer.parseInt(in.at(path).text());
  }

  /** The same the other way. */
  static Tag tag(String name, Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    return Tag.of(
        name,
        Tag.of(
            "tt:Time",
            Tag.of("tt:Hour", String.valueOf(utc.getHour())),
            Tag.of("tt:Minute", String.valueOf(utc.getMinute())),
            Tag.of("tt:Second", String.valueOf(utc.getSecond()))),
        Tag.of(
            "tt:Date",
            Tag.of("tt:Year", String.valueOf(utc.getYear())),
            Tag.of("tt:Month", String.valueOf(utc.getMonthValue())),
            Tag.of("tt:Day", String.valueOf(utc.getDayOfMonth()))));
  }

  /** An {@code xs:dateTime}, with or without a zone; empty when it is none. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException withoutZone) {
      try {
        return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
