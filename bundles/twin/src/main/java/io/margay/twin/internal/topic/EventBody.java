package io.margay.twin.internal.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes what an event says beside its id and its time. */
@FunctionalInterface
interface EventBody {
  void write(JsonGenerator json) throws IOException;

  /** Why something was not done. */
  static EventBody error(int code, String reason) {
    return json -> {
      json.writeNumberField("code", code);
      json.writeStringField("reason", reason);
    };
  }
}
