package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.ReadingSink;
import io.margay.driver.plc4x.internal.library.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.apache.plc4x.java.api.messages.PlcReadResponse;
import org.apache.plc4x.java.api.model.PlcTag;
import org.apache.plc4x.java.api.types.PlcValueType;

/**
 * Reads tags together, and makes sure that a failure stays with the tag that causes it: tags that
 * failed in company are asked alone, and one that fails alone is left out of company until it has a
 * value again.
 */
final class TagReader {
  private final Wire wire;
  private final Map<String, PlcTag> tags = new HashMap<>();
  private final Map<String, PlcValueType> types = new HashMap<>();
  private final Set<String> loners = new HashSet<>();

  TagReader(Wire wire) {
    this.wire = wire;
  }

  void read(List<Point> points, ReadingSink sink, Deadline deadline) throws DriverException {
    List<Point> alone = new ArrayList<>();
    List<Point> together = new ArrayList<>();
    points.forEach(point -> (loners.contains(point.address()) ? alone : together).add(point));
    if (together.size() == 1) {
      alone.addAll(together);
    } else if (!together.isEmpty()) {
      List<Answer> answers = ask(together, deadline);
      for (int i = 0; i < answers.size(); i++) {
        if (answers.get(i).isGood()) {
          answers.get(i).tell(sink, together.get(i));
        } else {
          alone.add(together.get(i));
        }
      }
    }
    for (Point point : alone) {
      Answer answer = ask(List.of(point), deadline).get(0);
      if (answer.isGood()) {
        loners.remove(point.address());
      } else {
        loners.add(point.address());
      }
      answer.tell(sink, point);
    }
  }

  /** One request; an answer for each point, in their order. */
  private List<Answer> ask(List<Point> points, Deadline deadline) throws DriverException {
    try {
      PlcReadRequest.Builder request = wire.connection().readRequestBuilder();
      for (int i = 0; i < points.size(); i++) {
        request.addTag(name(i), tag(points.get(i)));
      }
      PlcReadResponse response = Patience.await(request.build().execute(), deadline);
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < points.size(); i++) {
        Answer answer = Answer.of(response, name(i), points.get(i));
        if (answer.isGood()) {
          types.put(points.get(i).address(), response.getPlcValue(name(i)).getPlcValueType());
        }
        answers.add(answer);
      }
      return answers;
    } catch (RefusedException e) {
      return failed(points, e.reason());
    } catch (RuntimeException e) {
      return failed(points, "PLC4X refuses: " + Patience.words(e));
    }
  }

  private List<Answer> failed(List<Point> points, String reason) throws DriverException {
    if (!wire.isOpen()) {
      throw new DriverException("the connection was lost: " + reason);
    }
    return points.stream().map(point -> Answer.bad(reason)).toList();
  }

  /** Tags have names of their own in a request; those of properties might be the same twice. */
  static String name(int index) {
    return "tag" + index;
  }

  PlcTag tag(Point point) {
    return tags.computeIfAbsent(point.address(), Dialect.of(wire.protocol())::tag);
  }

  /**
   * The type of a tag: what its address says, or else what the device had there.
   *
   * @return NULL when neither says it
   */
  PlcValueType type(Point point, Deadline deadline) throws DriverException {
    PlcValueType said = tag(point).getPlcValueType();
    if (said != null && said != PlcValueType.NULL) {
      return said;
    }
    if (!types.containsKey(point.address())) {
      ask(List.of(point), deadline);
    }
    return types.getOrDefault(point.address(), PlcValueType.NULL);
  }
}
