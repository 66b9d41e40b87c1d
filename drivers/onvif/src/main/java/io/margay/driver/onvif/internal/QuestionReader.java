package io.margay.driver.onvif.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.ReadingSink;
import io.margay.driver.onvif.internal.camera.Operations;
import io.margay.driver.onvif.internal.soap.CameraFault;
import java.util.List;
import java.util.Map;

/** Asks a camera what properties want to know, each question once. */
final class QuestionReader {
  private final Operations operations;

  QuestionReader(Operations operations) {
    this.operations = operations;
  }

  void read(Item.Question question, List<Item.Asked> items, ReadingSink sink, Deadline deadline)
      throws DriverException {
    String name = question.inquiry().operation();
    try {
      Map<String, Object> answer = operations.run(name, question.arguments(), deadline);
      for (Item.Asked item : items) {
        Object value = answer.get(item.field());
        if (value == null) {
          sink.bad(item.property(), "the camera does not tell " + item.field());
        } else {
          sink.good(item.property(), Plain.of(value));
        }
      }
    } catch (CameraFault | IllegalArgumentException e) {
      items.forEach(item -> sink.bad(item.property(), String.valueOf(e.getMessage())));
    }
  }
}
