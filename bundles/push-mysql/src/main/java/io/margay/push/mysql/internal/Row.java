package io.margay.push.mysql.internal;

import io.margay.dmi.Sample;
import io.margay.push.LegacyText;
import io.margay.push.PushRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sample as a row: its value as text, and as a number too where it is one or a truth value. */
final class Row {
  private Row() {}

  /** Gives the parameters of {@link Table#insertion()} their values. */
  static void bind(PushRecord sent, PreparedStatement insertion) throws SQLException {
    Sample sample = sent.sample();
    insertion.setObject(1, LocalDateTime.ofInstant(sample.time(), ZoneOffset.UTC));
    insertion.setString(2, sent.property());
    insertion.setString(3, sample.value() == null ? null : LegacyText.value(sent));
    Double number = number(sample.value());
    if (number == null) {
      insertion.setNull(4, Types.DOUBLE);
    } else {
      insertion.setDouble(4, number);
    }
    insertion.setString(5, sent.unit());
    insertion.setString(6, sample.quality().name().toLowerCase(Locale.ROOT));
    insertion.setString(7, sample.reason());
    insertion.setLong(8, sample.sequence());
  }

  /** Null where the value is no number, or none that SQL knows. */
  private static @Nullable Double number(@Nullable Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1.0 : 0.0;
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    return null;
  }
}
