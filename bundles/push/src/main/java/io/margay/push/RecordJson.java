package io.margay.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.margay.dmi.PropertyType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that Margay sends of a sample, the same for every method:
 *
 * <pre>{"namespace":"default","device":"press","property":"speed","type":"double","value":12.5,
 * "unit":"rpm","quality":"good","time":"2026-11-27T06:00:00.123Z","sequence":42}</pre>
 *
 * <p>The value has JSON's own type; bytes are base64, numbers that JSON cannot say ({@code NaN},
 * {@code Infinity}) are texts. A sample that is not good has a {@code reason}; a bad one has the
 * value null.
 */
public final class RecordJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private RecordJson() {}

  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** One record as an object, in UTF-8. */
  public static byte[] object(PushRecord sent) {
    return bytes(json -> write(json, sent));
  }

  /** Records as an array of objects, in UTF-8. */
  public static byte[] array(List<PushRecord> batch) {
    return bytes(
        json -> {
          json.writeStartArray();
          for (PushRecord sent : batch) {
            write(json, sent);
          }
          json.writeEndArray();
        });
  }

  private static byte[] bytes(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, PushRecord sent) throws IOException {
    json.writeStartObject();
    json.writeStringField("namespace", sent.device().namespace());
    json.writeStringField("device", sent.device().name());
    json.writeStringField("property", sent.property());
    json.writeStringField("type", lowerCase(sent.type()));
    json.writeFieldName("value");
    writeValue(json, sent.type(), sent.sample().value());
    if (!sent.unit().isEmpty()) {
      json.writeStringField("unit", sent.unit());
    }
    json.writeStringField("quality", lowerCase(sent.sample().quality()));
    if (sent.sample().reason() != null) {
      json.writeStringField("reason", sent.sample().reason());
    }
    json.writeStringField("time", sent.sample().time().toString());
    json.writeNumberField("sequence", sent.sample().sequence());
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, PropertyType type, @Nullable Object value)
      throws IOException {
    if (value instanceof Double number) {
      writeNumber(json, type, number);
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }

  private static void writeNumber(JsonGenerator json, PropertyType type, double number)
      throws IOException {
    if (!Double.isFinite(number)) {
      json.writeString(Double.toString(number));
    } else if (type == PropertyType.FLOAT) {
      json.writeNumber((float) number);
    } else {
      json.writeNumber(number);
    }
  }

  private static String lowerCase(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
