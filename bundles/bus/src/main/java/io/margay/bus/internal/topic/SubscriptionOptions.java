package io.margay.bus.internal.topic;

import static java.util.Objects.requireNonNull;

import io.margay.bus.QoS;
import java.util.ArrayList;
import java.util.List;

/**
 * How a receiver wants what matches one of its filters (MQTT 5.0, section 3.8.3.1), or several that
 * match the same message.
 *
 * @param qos the highest quality of service it is given
 * @param noLocal whether it is spared what it published itself
 * @param retainAsPublished whether the retain flag of live messages stays as the publisher set it
 * @param retained what it is given of the messages kept from before
 * @param identifiers the numbers that come with each message; a single subscription has at most one
 */
public record SubscriptionOptions(
    QoS qos,
    boolean noLocal,
    boolean retainAsPublished,
    RetainHandling retained,
    List<Integer> identifiers) {

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
    identifiers = List.copyOf(identifiers);
  }

  /** A subscription of MQTT 3.1.1, or of a bundle. */
  public static SubscriptionOptions of(QoS qos) {
    return new SubscriptionOptions(qos, false, false, RetainHandling.ALWAYS, List.of());
  }

  /** The same, for a receiver that has been given what was retained before. */
  public SubscriptionOptions withoutRetained() {
    return new SubscriptionOptions(
        qos, noLocal, retainAsPublished, RetainHandling.NEVER, identifiers);
  }

  /** What both ask for together of a message that matches both: the most of each. */
  SubscriptionOptions and(SubscriptionOptions other) {
    List<Integer> all = identifiers;
    if (!other.identifiers.isEmpty()) {
      all = new ArrayList<>(identifiers);
      all.addAll(other.identifiers);
    }
    return new SubscriptionOptions(
        qos.compareTo(other.qos) < 0 ? other.qos : qos,
        noLocal && other.noLocal,
        retainAsPublished || other.retainAsPublished,
        retained,
        all);
  }
}
