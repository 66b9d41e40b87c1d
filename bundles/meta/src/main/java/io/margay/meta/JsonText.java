package io.margay.meta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON of resources and messages as plain maps, lists, texts, numbers,
 * booleans and nulls, in the order they are written.
 *
 * <p>Whole numbers are {@link Integer}, {@link Long} or {@link java.math.BigInteger}; others are
 * {@link java.math.BigDecimal}, so that {@code 0.1} stays {@code 0.1}. An object may name a key
 * once, and may be nested {@value #DEEPEST} deep.
 */
public final class JsonText {
  private static final int DEEPEST = 100;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(1000)
                  .build())
          .build();

  private JsonText() {}

  /**
   * Reads one JSON object.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public static Map<String, Object> read(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("found " + kind(json) + ", expected a JSON object");
      }
      Map<String, Object> object = object(json);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("found " + kind(json) + " after the JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value of what {@link #read} gave as an object; an empty one when it is something else. */
  public static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> object ? object : Map.of();
  }

  /** Writes an object that {@link #read} would read the same. */
  public static String write(Map<String, ?> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        json.writeFieldName(String.valueOf(member.getKey()));
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> array) {
      json.writeStartArray();
      for (Object item : array) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      putValue(object, name, value(json));
    }
    return object;
  }

  @SuppressWarnings("NullAway") // a JSON null is a null in the map
  private static void putValue(Map<String, Object> object, String name, @Nullable Object value) {
    object.put(name, value);
  }

  @SuppressWarnings("NullAway") // a JSON null is a null in the list
  private static List<Object> array(JsonParser json) throws IOException {
    List<Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(json));
    }
    return array;
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> json.getText();
    };
  }

  private static String kind(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    return token == null
        ? "nothing"
        : switch (token) {
          case START_ARRAY -> "a list";
          case START_OBJECT -> "an object";
          case VALUE_STRING -> "a text";
          default -> json.getText();
        };
  }
}
