package io.margay.push.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a record lies on the disk: a JSON array, without its settings, which many records share. */
final class StoredRecord {
  private static final JsonFactory FACTORY = new JsonFactory();

  private StoredRecord() {}

  static byte[] write(PushRecord sent) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    Sample sample = sent.sample();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartArray();
      json.writeString(sent.device().namespace());
      json.writeString(sent.device().name());
      json.writeString(sent.property());
      json.writeString(sent.type().name());
      json.writeString(sent.unit());
      writeValue(json, sample.value());
      json.writeString(sample.quality().name());
      json.writeString(sample.reason());
      json.writeString(sample.time().toString());
      json.writeNumber(sample.sequence());
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return out.toByteArray();
  }

  private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else {
      json.writeString(value.toString());
    }
  }

  static PushRecord read(byte[] content, PushSettings settings) {
    try (JsonParser json = FACTORY.createParser(content)) {
      json.nextToken();
      NamespacedName device = new NamespacedName(text(json), text(json));
      String property = text(json);
      PropertyType type = PropertyType.valueOf(text(json));
      String unit = text(json);
      Object value = readValue(json, type);
      Quality quality = Quality.valueOf(text(json));
      String reason = json.nextTextValue();
      Instant time = Instant.parse(text(json));
      Sample sample = new Sample(property, value, quality, reason, time, json.nextLongValue(0));
      return new PushRecord(settings, device, property, type, sample, unit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonParser json) throws IOException {
    String text = json.nextTextValue();
    if (text == null) {
      throw new IOException("a text is missing at " + json.currentLocation());
    }
    return text;
  }

  private static @Nullable Object readValue(JsonParser json, PropertyType type) throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (type) {
      case INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.getBigIntegerValue()
              : (Object) json.getLongValue();
      case FLOAT, DOUBLE -> Double.valueOf(json.getText());
      case BOOLEAN -> json.getBooleanValue();
      case BYTES -> json.getBinaryValue();
      case STRING, STREAM -> json.getText();
    };
  }
}
