package io.margay.bus.internal.topic;

import java.util.concurrent.atomic.LongAdder;

/** Counts what goes through one side of the bus: inside the JVM, or MQTT clients. */
public final class Traffic {
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /** A message was published from this side. */
  public void countIn() {
    in.increment();
  }

  /** A message was handed to a subscriber on this side. */
  public void countOut() {
    out.increment();
  }

  /** Messages were thrown away on this side. */
  public void countDropped(long messages) {
    dropped.add(messages);
  }

  public long in() {
    return in.sum();
  }

  public long out() {
    return out.sum();
  }

  public long dropped() {
    return dropped.sum();
  }
}
