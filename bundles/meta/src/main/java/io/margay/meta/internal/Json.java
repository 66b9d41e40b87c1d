package io.margay.meta.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.margay.meta.JsonText;
import java.io.IOException;
import java.io.StringWriter;

/** Compares and prints JSON that the store holds already. */
final class Json {
  private static final JsonFactory JSON = new JsonFactory();

  private Json() {}

  /** Whether two compact texts say the same; the order of fields does not count. */
  static boolean equal(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    return one.length() == other.length()
        && sum(one) == sum(other)
        && JsonText.read(one).equals(JsonText.read(other));
  }

  /** The same for texts that differ in their order only, so that few need to be read. */
  private static long sum(String text) {
    long sum = 0;
    for (int i = 0; i < text.length(); i++) {
      sum += (long) text.charAt(i) * text.charAt(i);
    }
    return sum;
  }

  /** The text with line breaks and indentation. */
  static String pretty(String json) {
    StringWriter text = new StringWriter();
    try (JsonParser from = JSON.createParser(json);
        JsonGenerator to = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      from.nextToken();
      to.copyCurrentStructure(from);
    } catch (IOException e) {
      return json;
    }
    return text.toString();
  }
}
