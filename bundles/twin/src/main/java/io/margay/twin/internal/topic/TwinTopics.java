package io.margay.twin.internal.topic;

import io.margay.bus.TopicFilter;
import io.margay.dmi.NamespacedName;

/** KubeEdge's topics for devices, from version 1.16 on: with the namespace. */
final class TwinTopics {
  /** What programs ask of any twin. */
  static final TopicFilter REQUESTS = new TopicFilter("$hw/events/device/+/+/twin/+");

  private static final String EVENTS = "$hw/events/device/";

  private TwinTopics() {}

  /** The device that a topic under {@link #REQUESTS} is about. */
  static NamespacedName device(String topic) {
    String[] levels = topic.split("/", -1);
    return new NamespacedName(levels[3], levels[4]);
  }

  /** What a topic under {@link #REQUESTS} asks: its last level. */
  static String action(String topic) {
    return topic.substring(topic.lastIndexOf('/') + 1);
  }

  static String twin(NamespacedName device, String what) {
    return EVENTS + device + "/twin/" + what;
  }

  static String stateResult(NamespacedName device) {
    return EVENTS + device + "/state/update/result";
  }

  static String data(NamespacedName device) {
    return "$ke/events/device/" + device + "/data/update";
  }
}
