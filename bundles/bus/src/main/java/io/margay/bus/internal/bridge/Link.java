package io.margay.bus.internal.bridge;

import io.margay.bus.Payload;
import io.margay.bus.QoS;

/** One connection to the other broker, or the attempt at one. */
interface Link {

  /** Makes links; a link that was lost is not used again. */
  @FunctionalInterface
  interface Opener {
    /** Begins to connect and to subscribe, and returns at once. */
    Link open(Listener listener);
  }

  /** Is told how the link fares, on threads of the link, one after the other. Must not block. */
  interface Listener {
    /** The other broker takes messages, and sends those that were subscribed. */
    void up();

    /** The link is of no use, or no more. Told once; nothing follows. */
    void down(String reason);

    /** The other broker has a parcel. */
    void delivered(long number);

    /** The other broker has a message for this node; it is acknowledged when this returns. */
    void arrived(String topic, Payload payload, QoS qos);
  }

  /** Sends a parcel. */
  void send(Parcel parcel);

  /** Ends it and leaves nothing behind; blocks for a few seconds at most. */
  void close();
}
