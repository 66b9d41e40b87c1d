package io.margay.manifests.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.margay.meta.yaml.Document;
import io.margay.meta.yaml.Pointer;
import io.margay.meta.yaml.UnreadableException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON files: one object after the other, with the line of each value. */
final class JsonReader {
  private static final int MAX_DEPTH = 90;
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private JsonReader() {}

  /**
   * Reads all documents of a file.
   *
   * @throws UnreadableException naming the line
   */
  static List<Document> read(String text) throws UnreadableException {
    List<Document> documents = new ArrayList<>();
    try (JsonParser from = JSON.createParser(text)) {
      try {
        for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
          if (token != JsonToken.START_OBJECT) {
            throw new UnreadableException(
                line(from), "found " + from.getText() + ", expected a JSON object");
          }
          documents.add(document(from));
        }
      } catch (JsonProcessingException e) {
        throw new UnreadableException(
            from.currentLocation().getLineNr(), "no JSON: " + e.getOriginalMessage());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  private static Document document(JsonParser from) throws IOException {
    int start = line(from);
    Map<String, Integer> lines = new HashMap<>();
    StringWriter text = new StringWriter();
    JsonGenerator to = JSON.createGenerator(text);
    copy(from, "", lines, to);
    to.flush();
    return new Document(start, text.toString(), lines);
  }

  private static void copy(
      JsonParser from, String pointer, Map<String, Integer> lines, JsonGenerator to)
      throws IOException {
    switch (from.currentToken()) {
      case START_OBJECT -> {
        to.writeStartObject();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
          String name = from.currentName();
          String member = Pointer.member(pointer, name);
          lines.put(member, line(from));
          to.writeFieldName(name);
          from.nextToken();
          copy(from, member, lines, to);
        }
        to.writeEndObject();
      }
      case START_ARRAY -> {
        to.writeStartArray();
        for (int i = 0; from.nextToken() != JsonToken.END_ARRAY; i++) {
          String item = Pointer.item(pointer, i);
          lines.put(item, line(from));
          copy(from, item, lines, to);
        }
        to.writeEndArray();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(from.getText());
      default -> to.copyCurrentEvent(from);
    }
  }

  private static int line(JsonParser from) {
    return from.currentTokenLocation().getLineNr();
  }
}
