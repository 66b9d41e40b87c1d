package io.margay.dmi.driver;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One open conversation with one device.
 *
 * <p>The engine calls a session from one thread at a time and never again after {@link #close()}.
 * Every call may block up to its deadline; a call that overruns is interrupted and the session is
 * closed.
 */
@ConsumerType
public interface DeviceSession extends AutoCloseable {

  /**
   * Compiles properties that are due together into the fewest requests the protocol allows. No I/O.
   *
   * @param properties some of those of the {@link DeviceSpec} that the session was opened with
   */
  ReadPlan plan(List<PropertySpec> properties);

  /**
   * Executes a plan. Every property of the plan gets exactly one answer in the sink; the failure of
   * one property is an answer, not an exception.
   *
   * @param plan one that this session made
   * @throws DriverException when the conversation as a whole is broken; the engine marks what has
   *     no answer yet as BAD, closes the session and opens another one later
   */
  void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException;

  /**
   * Writes values in the order given. Reading back is the engine's business.
   *
   * @return one result for each write, in the same order
   * @throws DriverException when the conversation as a whole is broken
   */
  List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline) throws DriverException;

  /**
   * Ends the conversation and frees all it holds. Does not fail, and does not wait for the peer.
   */
  @Override
  void close();
}
