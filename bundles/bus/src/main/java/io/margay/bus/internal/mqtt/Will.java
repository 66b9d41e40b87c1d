package io.margay.bus.internal.mqtt;

import static java.util.Objects.requireNonNull;

import io.margay.bus.Message;

/**
 * What a client wants published when it is gone without a good-bye (MQTT 5.0, section 3.1.2.5).
 *
 * @param delaySeconds how long to wait for the client to come back; the session's end comes first
 */
record Will(Message message, long delaySeconds) {
  Will {
    requireNonNull(message, "message");
  }
}
