package io.margay.meta.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.margay.meta.MetaException;
import io.margay.meta.ResourceKey;
import io.margay.meta.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the JSON of one resource and brings it to the form that is stored: compact, the order of
 * fields and the digits of numbers as they came.
 */
final class ContentReader {
  /** etcd refuses larger objects too (its default {@code --max-request-bytes}). */
  static final int MAX_BYTES = 1_572_864;

  /** Where a backup says who owns a resource; no part of the resource. */
  static final String OWNER_FIELD = "margay.io/owner";

  static final int MAX_DEPTH = 100;
  private static final int MAX_NAME = 253;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .build();

  private final ResourceKey key;
  private final List<Violation> violations = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, String> labels = new LinkedHashMap<>();

  private ContentReader(ResourceKey key) {
    this.key = key;
  }

  /** What is stored of a resource's content. */
  record Content(String json, Map<String, String> labels) {}

  /**
   * Reads the content of a resource.
   *
   * @throws MetaException.Invalid naming all that is wrong with it
   */
  static Content content(ResourceKey key, String json) {
    ContentReader reader = new ContentReader(key);
    reader.checkKey();
    String compact = reader.read(json, reader::copyResource);
    reader.require("/apiVersion", "\"" + key.type().apiVersion() + "\"");
    reader.require("/kind", "\"" + key.type().kind() + "\"");
    reader.require("/metadata/name", "\"" + key.name() + "\"");
    reader.refuseMistakes();
    return new Content(compact, reader.labels);
  }

  /**
   * Reads a status, which may be any JSON object.
   *
   * @throws MetaException.Invalid when it is none
   */
  static String status(ResourceKey key, String json) {
    ContentReader reader = new ContentReader(key);
    String compact = reader.read(json, (from, to) -> copyValue(from, to));
    reader.refuseMistakes();
    return compact;
  }

  @FunctionalInterface
  private interface Copier {
    void copy(JsonParser from, JsonGenerator to) throws IOException;
  }

  private void checkKey() {
    checkKeyPart("/kind", key.type().kind(), true);
    checkKeyPart("/metadata/name", key.name(), true);
    checkKeyPart("/metadata/namespace", key.namespace(), false);
  }

  private void checkKeyPart(String pointer, String part, boolean needed) {
    boolean odd =
        part.length() > MAX_NAME
            || part.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '%' || c == 127);
    if (odd || (needed && part.isEmpty())) {
      mistake(
          pointer,
          part.isEmpty() ? "nothing" : quoted(part),
          "at most " + MAX_NAME + " characters without spaces, slashes and percent signs");
    }
  }

  private String read(String json, Copier copier) {
    if (!fits(json)) {
      return "";
    }
    StringWriter compact = new StringWriter(json.length());
    try (JsonParser from = JSON.createParser(json)) {
      try (JsonGenerator to = JSON.createGenerator(compact)) {
        if (from.nextToken() != JsonToken.START_OBJECT) {
          mistake("", shown(from), "a JSON object");
          return "";
        }
        copier.copy(from, to);
        if (from.nextToken() != null) {
          mistake("", shown(from) + " after the JSON object", "nothing more");
        }
      } catch (JsonProcessingException e) {
        mistake(
            from.getParsingContext().pathAsPointer().toString(),
            e.getOriginalMessage()
                + " (line "
                + from.currentLocation().getLineNr()
                + ", column "
                + from.currentLocation().getColumnNr()
                + ")",
            "well-formed JSON, at most " + MAX_DEPTH + " levels deep");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compact.toString();
  }

  private boolean fits(String json) {
    try {
      int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json)).remaining();
      if (bytes > MAX_BYTES) {
        mistake("", bytes + " bytes", "at most " + MAX_BYTES + " bytes");
      }
    } catch (CharacterCodingException e) {
      mistake("", "text that is not Unicode", "text without unpaired surrogates");
    }
    return violations.isEmpty();
  }

  private void copyResource(JsonParser from, JsonGenerator to) throws IOException {
    to.writeStartObject();
    while (from.nextToken() == JsonToken.FIELD_NAME) {
      String field = from.currentName();
      from.nextToken();
      if (field.equals("status") || field.equals(OWNER_FIELD)) {
        from.skipChildren();
        continue;
      }
      to.writeFieldName(field);
      switch (field) {
        case "apiVersion" -> {
          agree("/apiVersion", from, key.type().apiVersion());
          copyValue(from, to);
        }
        case "kind" -> {
          agree("/kind", from, key.type().kind());
          copyValue(from, to);
        }
        case "metadata" -> copyMetadata(from, to);
        default -> copyValue(from, to);
      }
    }
    to.writeEndObject();
  }

  private void copyMetadata(JsonParser from, JsonGenerator to) throws IOException {
    if (!isObject("/metadata", from)) {
      copyValue(from, to);
      return;
    }
    to.writeStartObject();
    while (from.nextToken() == JsonToken.FIELD_NAME) {
      String field = from.currentName();
      from.nextToken();
      to.writeFieldName(field);
      switch (field) {
        case "name" -> {
          agree("/metadata/name", from, key.name());
          copyValue(from, to);
        }
        case "namespace" -> {
          agree("/metadata/namespace", from, key.namespace());
          copyValue(from, to);
        }
        case "labels" -> copyLabels(from, to);
        default -> copyValue(from, to);
      }
    }
    to.writeEndObject();
  }

  private void copyLabels(JsonParser from, JsonGenerator to) throws IOException {
    if (from.currentToken() == JsonToken.VALUE_NULL || !isObject("/metadata/labels", from)) {
      copyValue(from, to);
      return;
    }
    to.writeStartObject();
    while (from.nextToken() == JsonToken.FIELD_NAME) {
      String label = from.currentName();
      from.nextToken();
      to.writeFieldName(label);
      if (from.currentToken() == JsonToken.VALUE_STRING) {
        labels.put(label, from.getText());
      } else {
        mistake(
            "/metadata/labels/" + label.replace("~", "~0").replace("/", "~1"),
            shown(from),
            "a string");
      }
      copyValue(from, to);
    }
    to.writeEndObject();
  }

  private boolean isObject(String pointer, JsonParser from) throws IOException {
    if (from.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    mistake(pointer, shown(from), "an object");
    return false;
  }

  private void agree(String pointer, JsonParser from, String wanted) throws IOException {
    seen.add(pointer);
    if (from.currentToken() != JsonToken.VALUE_STRING || !from.getText().equals(wanted)) {
      mistake(pointer, shown(from), "\"" + wanted + "\"");
    }
  }

  private void require(String pointer, String expected) {
    if (violations.isEmpty() && !seen.contains(pointer)) {
      mistake(pointer, "nothing", expected);
    }
  }

  private void mistake(String pointer, String found, String expected) {
    violations.add(new Violation(pointer, found, expected));
  }

  private void refuseMistakes() {
    if (!violations.isEmpty()) {
      throw new MetaException.Invalid(key, violations);
    }
  }

  /** Copies the value at the current token; numbers digit by digit. */
  private static void copyValue(JsonParser from, JsonGenerator to) throws IOException {
    int depth = 0;
    JsonToken token = from.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          depth++;
          to.copyCurrentEvent(from);
        }
        case END_OBJECT, END_ARRAY -> {
          depth--;
          to.copyCurrentEvent(from);
        }
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(from.getText());
        default -> to.copyCurrentEvent(from);
      }
      if (depth == 0) {
        return;
      }
      token = from.nextToken();
    }
  }

  private static String shown(JsonParser from) throws IOException {
    JsonToken token = from.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> quoted(from.getText());
      default -> from.getText();
    };
  }

  private static String quoted(String text) {
    return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
  }
}
