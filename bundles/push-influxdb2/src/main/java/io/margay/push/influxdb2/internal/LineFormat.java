package io.margay.push.influxdb2.internal;

import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.LegacyText;
import io.margay.push.PushRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes samples as lines of the line protocol:
 *
 * <pre>press,device=press,namespace=default,property=speed speed=12.5,quality="good",sequence=42i
 * 1795932000123000000</pre>
 *
 * <p>A field has one type for ever. What the type of a property's field cannot say, {@code NaN} or
 * a whole number beyond 64 bits, is the text of another field, {@code speed_text}. A bad sample has
 * a {@code reason} and no value.
 */
final class LineFormat {
  private static final Set<String> OWN_FIELDS = Set.of("quality", "reason", "sequence");
  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

  /** The earliest and the latest time that InfluxDB takes. */
  private static final BigInteger EARLIEST = BigInteger.valueOf(Long.MIN_VALUE + 2);

  private static final BigInteger LATEST = BigInteger.valueOf(Long.MAX_VALUE - 1);

  private final PointSettings settings;

  LineFormat(PointSettings settings) {
    this.settings = settings;
  }

  /** Appends the line of a sample; nothing when KubeEdge's form cannot say it. */
  void append(StringBuilder lines, PushRecord sent) {
    if (settings.legacy() && sent.sample().value() == null) {
      return;
    }
    String device = sent.device().name();
    lines.append(
        LineText.measurement(settings.measurement().isEmpty() ? device : settings.measurement()));
    tags(sent)
        .forEach(
            (key, value) ->
                lines
                    .append(',')
                    .append(LineText.key(key))
                    .append('=')
                    .append(LineText.key(value)));
    lines.append(' ');
    appendFields(lines, sent);
    lines.append(' ').append(nanos(sent.sample().time())).append('\n');
  }

  private Map<String, String> tags(PushRecord sent) {
    if (settings.legacy()) {
      return settings.tags();
    }
    SortedMap<String, String> tags = new TreeMap<>();
    tags.put("namespace", sent.device().namespace());
    tags.put("device", sent.device().name());
    tags.put("property", sent.property());
    tags.putAll(settings.tags());
    return tags;
  }

  private void appendFields(StringBuilder lines, PushRecord sent) {
    String key = fieldKey(sent.property());
    Sample sample = sent.sample();
    @Nullable Object value = sample.value();
    if (value != null) {
      if (settings.legacy()) {
        lines.append(key).append('=').append(LineText.text(LegacyText.value(sent)));
        return;
      }
      appendValue(lines, key, sent.type(), value);
      lines.append(',');
    }
    lines.append("quality=").append(LineText.text(lowerCase(sample.quality())));
    if (sample.reason() != null) {
      lines.append(",reason=").append(LineText.text(sample.reason()));
    }
    lines.append(",sequence=").append(sample.sequence()).append('i');
  }

  private String fieldKey(String property) {
    String key = settings.fieldKey().isEmpty() ? property : settings.fieldKey();
    return LineText.key(OWN_FIELDS.contains(key) ? key + "_value" : key);
  }

  private static void appendValue(
      StringBuilder lines, String key, PropertyType type, Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      String shortest =
          type == PropertyType.FLOAT
              ? Float.toString(number.floatValue())
              : Double.toString(number);
      lines.append(key).append('=').append(shortest);
    } else if (value instanceof Long number) {
      lines.append(key).append('=').append(number).append('i');
    } else if (value instanceof Boolean truth) {
      lines.append(key).append('=').append(truth);
    } else if (value instanceof Double || value instanceof BigInteger) {
      lines.append(key).append("_text=").append(LineText.text(value.toString()));
    } else {
      lines.append(key).append('=').append(LineText.text(text(value)));
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }

  /** Nanoseconds since 1970. A clock beyond what InfluxDB takes must not stop the others. */
  private static String nanos(Instant time) {
    return BigInteger.valueOf(time.getEpochSecond())
        .multiply(NANOS_PER_SECOND)
        .add(BigInteger.valueOf(time.getNano()))
        .max(EARLIEST)
        .min(LATEST)
        .toString();
  }

  private static String lowerCase(Quality quality) {
    return quality.name().toLowerCase(Locale.ROOT);
  }
}
