package io.margay.twin.internal.topic;

import io.margay.bus.TopicFilter;
import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.TopicGeneration;
import java.util.List;
import java.util.Set;

/**
 * A topic on which programs ask something of a device.
 *
 * @param request the last two levels: what they ask
 */
record DeviceTopic(TopicGeneration generation, NamespacedName device, String request) {
  static final String TWIN_GET = "twin/get";
  static final String TWIN_UPDATE = "twin/update";
  static final String STATE_UPDATE = "state/update";

  /** All of them, of both generations; some that ask nothing match too. */
  static final List<TopicFilter> ALL =
      List.of(
          new TopicFilter("$hw/events/device/+/+/twin/+"),
          new TopicFilter("$hw/events/device/+/+/state/update"),
          new TopicFilter("$hw/events/device/+/twin/+"),
          new TopicFilter("$hw/events/device/+/state/update"));

  private static final Set<String> REQUESTS = Set.of(TWIN_GET, TWIN_UPDATE, STATE_UPDATE);
  private static final int BARE_LEVELS = 6;

  /** Takes a topic apart that {@link #ALL} matches. */
  static DeviceTopic of(String topic) {
    String[] levels = topic.split("/", -1);
    int last = levels.length - 1;
    String request = levels[last - 1] + "/" + levels[last];
    return levels.length == BARE_LEVELS
        ? new DeviceTopic(
            TopicGeneration.BARE, new NamespacedName(TopicGeneration.NAMESPACE, levels[3]), request)
        : new DeviceTopic(
            TopicGeneration.NAMESPACED, new NamespacedName(levels[3], levels[4]), request);
  }

  /** Whether the topic asks something. */
  boolean isRequest() {
    return REQUESTS.contains(request);
  }
}
