package io.margay.bus.internal.bridge;

import static java.util.Objects.requireNonNull;

import io.margay.bus.Payload;
import io.margay.bus.QoS;

/**
 * A message on its way to the other broker.
 *
 * @param number grows by one with each parcel, so that parcels go out in the order they came
 * @param topic as the other broker is told
 */
record Parcel(long number, String topic, Payload payload, QoS qos, boolean retain) {

  Parcel {
    requireNonNull(topic, "topic");
    requireNonNull(payload, "payload");
    requireNonNull(qos, "qos");
  }

  /** How much of the bounds it takes. */
  long bytes() {
    return (long) topic.length() + payload.size();
  }
}
