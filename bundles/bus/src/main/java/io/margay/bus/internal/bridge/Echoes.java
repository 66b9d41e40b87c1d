package io.margay.bus.internal.bridge;

import io.margay.bus.Payload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Knows the node's own messages when they come back from the other broker, which happens with rules
 * that go both ways: MQTT 3.1.1 has no way to ask for others' messages only.
 *
 * <p>Each message that is sent is expected back once, for a while. Somebody else's message that is
 * equal in all bytes may be taken for it, which nobody can tell. Safe for all threads.
 */
final class Echoes {
  private static final Duration MEMORY = Duration.ofSeconds(30);
  private static final int MOST = 10_000;

  private final LongSupplier nanoTime;
  private final Deque<Sent> expected = new ArrayDeque<>();

  /** A digest would do for the payload, but it is in memory anyway while it is under way. */
  private record Sent(String topic, Payload payload, long at) {
    boolean is(String arrived, Payload content) {
      return topic.equals(arrived) && payload.asByteBuffer().equals(content.asByteBuffer());
    }
  }

  Echoes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A message goes out that will come back. */
  synchronized void expect(String topic, Payload payload) {
    forgetOld();
    if (expected.size() == MOST) {
      expected.remove();
    }
    expected.add(new Sent(topic, payload, nanoTime.getAsLong()));
  }

  /** Whether what arrived is one of them; it is then expected no more. */
  synchronized boolean isOne(String topic, Payload payload) {
    forgetOld();
    for (Sent sent : expected) {
      if (sent.is(topic, payload)) {
        expected.remove(sent);
        return true;
      }
    }
    return false;
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    while (!expected.isEmpty() && now - expected.element().at() > MEMORY.toNanos()) {
      expected.remove();
    }
  }
}
