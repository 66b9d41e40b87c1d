package io.margay.bus.internal.mqtt;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;

/** What a client may do, except that nobody but the broker publishes on the broker's own topics. */
record ReadOnlySystemTopics(Permissions others) implements Permissions {
  private static final String ROOT = "$SYS";

  @Override
  public boolean mayPublish(String topic) {
    return !isSystem(topic) && others.mayPublish(topic);
  }

  private static boolean isSystem(String topic) {
    return topic.startsWith(ROOT)
        && (topic.length() == ROOT.length() || topic.charAt(ROOT.length()) == '/');
  }

  @Override
  public boolean maySubscribe(TopicFilter filter) {
    return others.maySubscribe(filter);
  }

  @Override
  public boolean mayReceive(String topic) {
    return others.mayReceive(topic);
  }
}
