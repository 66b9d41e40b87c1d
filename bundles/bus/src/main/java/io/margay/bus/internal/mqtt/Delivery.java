package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.internal.store.SavedMessage;
import io.margay.bus.internal.topic.SubscriptionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A message on its way to one client.
 *
 * @param number its place in the session, from which its packet id follows; 0 with QoS 0
 * @param qos the lower one of what was published and what was granted
 * @param identifiers of the subscriptions that match
 * @param deadline when it is of no more use, in the journal's time
 * @param bytes the memory it takes: the payload, which is rendered by now, and the objects around
 *     it
 */
record Delivery(
    long number, Message message, QoS qos, List<Integer> identifiers, long deadline, int bytes) {

  /** About what the objects of a message that waits take on a 64-bit JVM. */
  static final int OVERHEAD = 128;

  private static final int LARGEST_ID = 65_535;

  /** What a client is to get that wants a message in this way. It has no number yet. */
  static Delivery of(Message message, SubscriptionOptions how, long now) {
    QoS published = message.qos();
    Duration lifetime = message.properties().lifetime();
    return new Delivery(
        0,
        message,
        published.compareTo(how.qos()) < 0 ? published : how.qos(),
        how.identifiers(),
        lifetime == null ? SavedMessage.NEVER : now + lifetime.toMillis(),
        OVERHEAD + message.payload().size());
  }

  /** What was kept over a restart. */
  static Delivery of(SavedMessage saved) {
    Message message = Objects.requireNonNull(saved.message());
    return new Delivery(
        saved.number(),
        message,
        saved.qos(),
        saved.identifiers(),
        saved.deadline(),
        OVERHEAD + message.payload().size());
  }

  Delivery numbered(long place) {
    return new Delivery(place, message, qos, identifiers, deadline, bytes);
  }

  SavedMessage saved() {
    return new SavedMessage(number, message, qos, identifiers, deadline);
  }

  /** Whether the client must acknowledge it. */
  boolean acknowledged() {
    return qos != QoS.AT_MOST_ONCE;
  }

  /**
   * The packet id it is sent with, now and after a restart. It follows from the number, so that
   * nothing needs to be written when a message is sent.
   */
  int packetId() {
    return packetId(number);
  }

  static int packetId(long number) {
    return number == 0 ? 0 : (int) ((number - 1) % LARGEST_ID) + 1;
  }

  /** Whether it is of no more use at some time. */
  boolean mortal() {
    return deadline != SavedMessage.NEVER;
  }

  boolean expired(long now) {
    return deadline <= now;
  }

  /** What is left of its lifetime in whole seconds, rounded up, if it is mortal. */
  Duration lifetime(long now) {
    return Duration.ofSeconds(Math.max(0, (deadline - now + 999) / 1000));
  }
}
