package io.margay.bus.internal.topic;

import java.util.concurrent.atomic.LongAdder;

/** Counts what goes through one side of the bus: inside the JVM, or MQTT clients. */
public final class Traffic {
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder packetsIn = new LongAdder();
  private final LongAdder packetsOut = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

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

  /** A packet of any kind came. */
  public void countPacketIn() {
    packetsIn.increment();
  }

  /** A packet of any kind was sent. */
  public void countPacketOut() {
    packetsOut.increment();
  }

  /** So many bytes of packets came. */
  public void countBytesIn(long bytes) {
    bytesIn.add(bytes);
  }

  /** So many bytes of packets were sent. */
  public void countBytesOut(long bytes) {
    bytesOut.add(bytes);
  }

  public long packetsIn() {
    return packetsIn.sum();
  }

  public long packetsOut() {
    return packetsOut.sum();
  }

  public long bytesIn() {
    return bytesIn.sum();
  }

  public long bytesOut() {
    return bytesOut.sum();
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
