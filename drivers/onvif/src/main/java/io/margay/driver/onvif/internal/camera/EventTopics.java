package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which events a camera can tell of (ONVIF Core 9.5.1, GetEventProperties). */
final class EventTopics {
  private static final String ACTION =
      "http://www.onvif.org/ver10/events/wsdl/EventPortType/GetEventPropertiesRequest";

  private final Camera camera;

  EventTopics(Camera camera) {
    this.camera = camera;
  }

  Map<String, Operation> operations() {
    return Map.of("GetEventProperties", (given, deadline) -> topics(deadline));
  }

  private Map<String, Object> topics(Deadline deadline) throws CameraFault, DriverException {
    Element answer =
        camera
            .soap()
            .call(
                camera.service(Namespace.EVENTS),
                ACTION,
                List.of(Tag.of("wsa:Action", ACTION)),
                Tag.of("tev:GetEventProperties"),
                deadline);
    List<String> topics = new ArrayList<>();
    answer.at("TopicSet").children().forEach(root -> collect("", root, topics));
    return Map.of("topics", topics);
  }

  /** A topic set is a tree; a node that is marked as a topic is one. */
  private static void collect(String above, Element node, List<String> topics) {
    String prefix = node.namespace().equals(Namespace.TOPICS.uri()) ? "tns1:" : "";
    String path = above.isEmpty() ? prefix + node.name() : above + "/" + prefix + node.name();
    if (node.attribute("topic").equals("true")) {
      topics.add(path);
    }
    node.children().forEach(child -> collect(path, child, topics));
  }
}
