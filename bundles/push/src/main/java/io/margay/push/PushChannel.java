package io.margay.push;

import io.margay.dmi.driver.Deadline;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open way to one target, kept as long as it works.
 *
 * <p>The engine calls it from one thread at a time, and never again after {@link #close()}. It is
 * closed after a failure of kind {@link PushException.Kind#UNREACHABLE}, and a new one opened.
 */
@ConsumerType
public interface PushChannel extends AutoCloseable {

  /**
   * Delivers records, all or nothing as far as the target allows. May block up to the deadline,
   * then the thread is interrupted. A batch that failed is repeated, perhaps in other portions: so
   * a channel makes delivery idempotent where its target can tell a repetition.
   *
   * @param batch at least one; of each property in the order of their sequence numbers
   * @throws PushException when the target does not have the batch for certain
   */
  void deliver(List<PushRecord> batch, Deadline deadline) throws PushException;

  /** Lets go of threads, sockets and files. Does not throw, and does not wait for long. */
  @Override
  void close();
}
