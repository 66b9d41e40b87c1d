package io.margay.bus.internal.topic;

import static java.util.Objects.requireNonNull;

import io.margay.bus.QoS;

/**
 * How a receiver wants what matches one of its filters (MQTT 5.0, section 3.8.3.1).
 *
 * @param qos the highest quality of service it is given
 * @param noLocal whether it is spared what it published itself
 * @param retainAsPublished whether the retain flag of live messages stays as the publisher set it
 * @param retained what it is given of the messages kept from before
 * @param identifier the number that comes with each message of this subscription; 0 for none
 */
public record SubscriptionOptions(
    QoS qos, boolean noLocal, boolean retainAsPublished, RetainHandling retained, int identifier) {

  /** When messages kept from before are sent to a new subscription. */
  public enum RetainHandling {
    /** At every SUBSCRIBE. */
    ALWAYS,
    /** When the subscription did not exist before. */
    IF_NEW,
    /** Never. */
    NEVER
  }

  public SubscriptionOptions {
    requireNonNull(qos, "qos");
    requireNonNull(retained, "retained");
  }

  /** A subscription of MQTT 3.1.1, or of a bundle. */
  public static SubscriptionOptions of(QoS qos) {
    return new SubscriptionOptions(qos, false, false, RetainHandling.ALWAYS, 0);
  }
}
