package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.store.SessionJournal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The answers to one client, held back until the disk has what they promise, in the order of the
 * packets they answer (MQTT 5.0, section 4.6). Only the broker's thread may use it.
 */
final class Promises {

  /** There are no more packet ids that could wait for an answer. */
  private static final int MOST = 65_535;

  private final SessionJournal journal;
  private final Runnable wake;
  private final Deque<Promise> waiting = new ArrayDeque<>();
  private final AtomicBoolean armed = new AtomicBoolean();

  private record Promise(long position, Runnable answer) {}

  /**
   * @param wake called from any thread when {@link #keep} should be
   */
  Promises(SessionJournal journal, Runnable wake) {
    this.journal = journal;
    this.wake = wake;
  }

  /**
   * Does something, all of it in one commit, and answers with its result when that is durable: at
   * once when nothing was noted and no other answer waits.
   */
  <T> void answer(Supplier<T> deed, Consumer<T> reply) {
    long before = journal.notes();
    T result;
    journal.hold();
    try {
      result = deed.get();
    } finally {
      journal.release();
    }
    long position = journal.notes() == before ? 0 : journal.position();
    if (waiting.isEmpty() && journal.durable(position)) {
      reply.accept(result);
    } else {
      add(position, () -> reply.accept(result));
    }
  }

  /** Wakes when all that is noted by now is durable. */
  void wakeWhenDurable() {
    if (waiting.isEmpty()) {
      add(journal.position(), () -> {});
    }
  }

  private void add(long position, Runnable answer) {
    if (waiting.size() == MOST) {
      throw new ProtocolViolation(
          ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
          "more than " + MOST + " packets sent without waiting for an answer");
    }
    waiting.add(new Promise(position, answer));
    arm();
  }

  private void arm() {
    Promise next = waiting.peek();
    if (next != null && armed.compareAndSet(false, true)) {
      journal.whenDurable(next.position(), this::durable);
    }
  }

  private void durable() {
    armed.set(false);
    wake.run();
  }

  /** Gives the answers whose time has come, and says whether there were any. */
  boolean keep() {
    boolean any = false;
    for (Promise next = waiting.peek();
        next != null && journal.durable(next.position());
        next = waiting.peek()) {
      waiting.remove();
      next.answer().run();
      any = true;
    }
    arm();
    return any;
  }

  /** The connection is gone, and with it whoever waited. */
  void forget() {
    waiting.clear();
  }
}
