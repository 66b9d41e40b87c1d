package io.margay.push.tdengine.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * What taosAdapter says to a statement. A statement that TDengine refuses is answered with HTTP
 * status 200 and a code that is not 0.
 *
 * @param code TDengine's; 0 for success, -1 where the answer holds none
 */
record Answer(int status, int code, String message) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_QUOTE = 300;
  private static final int NO_CODE = -1;

  /** The codes of TDengine's parser: what it does not understand today it will not tomorrow. */
  private static final int FIRST_OF_PARSER = 0x2600;

  private static final int LAST_OF_PARSER = 0x26FF;

  /** A table or a right that is missing: somebody can mend that. */
  private static final Set<Integer> MENDABLE = Set.of(0x2603, 0x2644, 0x2662);

  /** The client's own word for a statement that it does not understand. */
  private static final int SYNTAX_ERROR_OF_CLIENT = 0x0216;

  static Answer of(int status, String body) {
    int code = NO_CODE;
    String message = body;
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          if (name.equals("code") && value == JsonToken.VALUE_NUMBER_INT) {
            code = json.getIntValue() & 0xFFFF; // some versions add 0x80000000
          } else if (name.equals("desc")) {
            message = String.valueOf(json.getText());
          } else {
            json.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      return new Answer(status, NO_CODE, quoted(body));
    }
    return new Answer(status, code, quoted(message));
  }

  boolean isDone() {
    return status == 200 && code == 0;
  }

  /** Whether the same statement will be refused tomorrow too. */
  boolean isFinal() {
    boolean notUnderstood =
        code == SYNTAX_ERROR_OF_CLIENT
            || (code >= FIRST_OF_PARSER && code <= LAST_OF_PARSER && !MENDABLE.contains(code));
    return notUnderstood || (status == 400 && code == NO_CODE);
  }

  private static String quoted(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }

  @Override
  public String toString() {
    return code == NO_CODE
        ? "HTTP status %d: %s".formatted(status, message)
        : "code 0x%04x: %s".formatted(code, message);
  }
}
