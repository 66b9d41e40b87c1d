package io.margay.bus.internal.mqtt;

import java.util.OptionalLong;

/**
 * How a connection ended, and so what becomes of its session and its will.
 *
 * @param expirySeconds how long the session is kept from now on, when the client changed its mind
 *     at the good-bye (MQTT 5.0, section 3.14.2.2.2)
 */
record Departure(Manner manner, OptionalLong expirySeconds) {

  /** What made the connection end. */
  enum Manner {
    /** The client said good-bye: its will is forgotten. */
    GOODBYE,
    /** The client said good-bye and wants its will published all the same. */
    GOODBYE_WITH_WILL,
    /** The connection broke, or the broker cut it. */
    BROKEN,
    /** The same client id connected anew. */
    TAKEN_OVER,
    /** The broker stops: it is not the client that is gone, so no will is published. */
    BROKER_STOPS
  }

  static Departure of(Manner manner) {
    return new Departure(manner, OptionalLong.empty());
  }
}
