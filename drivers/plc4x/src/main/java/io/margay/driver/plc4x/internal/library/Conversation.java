package io.margay.driver.plc4x.internal.library;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.dmi.driver.WriteResult;
import java.util.List;
import java.util.Map;

/**
 * One connection of PLC4X, which the devices of a link share. One thread at a time may call it, but
 * for {@link #close} and {@link #isOpen}. Calls block until their deadline at most; an interrupt
 * ends them.
 */
public interface Conversation extends AutoCloseable {

  /** Gives each point exactly one answer. */
  void read(List<Point> points, ReadingSink sink, Deadline deadline) throws DriverException;

  /** Writes in the order given. */
  List<WriteResult> write(List<PointWrite> writes, Deadline deadline) throws DriverException;

  /** Has the device tell of these points when they change. */
  Feed subscribe(List<Point> points, SubscriptionSink sink, Deadline deadline)
      throws DriverException;

  /**
   * Lists the tags that a query matches.
   *
   * @return by address: what the device says of the tag
   */
  Map<String, Object> browse(String query, Deadline deadline) throws DriverException;

  /** Whether the connection still stands, as far as is known without asking the device. */
  boolean isOpen();

  /** Ends it. Does not wait for the device. */
  @Override
  void close();

  /** What a device tells of its own accord, until it is closed. */
  interface Feed extends AutoCloseable {

    /** Those that it will tell of. */
    List<Point> points();

    /** Does not wait for the device. */
    @Override
    void close();
  }
}
