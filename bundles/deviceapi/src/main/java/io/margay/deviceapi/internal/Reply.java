package io.margay.deviceapi.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/**
 * An answer: its status, its own headers, and what follows KubeEdge's three fields in its JSON.
 *
 * @param fields writes further fields of the object
 */
record Reply(int status, Map<String, String> headers, Fields fields) {

  /** Writes fields into the object that is open. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static Reply of(Fields fields) {
    return new Reply(200, Map.of(), fields);
  }

  static Reply of(int status, Fields fields) {
    return new Reply(status, Map.of(), fields);
  }

  /** An answer that is a sentence. */
  static Reply message(int status, String message) {
    return of(status, json -> json.writeStringField("Message", message));
  }

  Reply with(String header, String value) {
    return new Reply(status, Map.of(header, value), fields);
  }
}
