package io.margay.bus;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes messages. Called from one thread at a time, in the order of publication on each topic. */
@ConsumerType
public interface Subscriber {

  /**
   * A message came. May block for a short while: the subscription queues what comes meanwhile, up
   * to a bound, and then drops the oldest. What it throws is logged and disturbs nobody else.
   */
  void onMessage(Message message);
}
