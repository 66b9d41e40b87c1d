package io.margay.bus.internal.topic;

import io.margay.bus.Message;

/** Is told what is retained, so that it can be kept over a restart. Does not block. */
public interface RetainedShadow {

  /** Keeps nothing. */
  RetainedShadow NONE =
      new RetainedShadow() {
        @Override
        public void kept(Message message, boolean isNew) {}

        @Override
        public void forgotten(String topic) {}
      };

  /**
   * A message is retained from now on.
   *
   * @param isNew whether its topic had no retained message before
   */
  void kept(Message message, boolean isNew);

  /** The topic's message is retained no more. */
  void forgotten(String topic);
}
