package io.margay.bus.internal.access;

import io.margay.bus.TopicFilter;

/** What one client may do. Called often, from any thread; does not block. */
public interface Permissions {

  /** All is allowed. */
  Permissions ALL =
      new Permissions() {
        @Override
        public boolean mayPublish(String topic) {
          return true;
        }

        @Override
        public boolean maySubscribe(TopicFilter filter) {
          return true;
        }

        @Override
        public boolean mayReceive(String topic) {
          return true;
        }
      };

  /** Whether it may publish on a topic. */
  boolean mayPublish(String topic);

  /** Whether it may have the subscription; what it then receives is judged message by message. */
  boolean maySubscribe(TopicFilter filter);

  /** Whether it may be given a message on a topic. */
  boolean mayReceive(String topic);
}
