package io.margay.dmi.driver;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One open conversation with one device.
 *
 * <p>The engine calls a session from one thread at a time and never again after {@link #close()}.
 * Every call may block up to its deadline; a call that overruns is interrupted and the session is
 * closed.
 *
 * <p>The properties of a device may change while its session stays open: each call brings those
 * that it concerns, and all of them have passed {@link DeviceDriver#validate}.
 */
@ConsumerType
public interface DeviceSession extends AutoCloseable {

  /**
   * Compiles properties that are due together into the fewest requests the protocol allows. No I/O:
   * the same properties give the same requests, but for what reads have taught the session.
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
   * Writes values in the order given. Reading back and comparing is the engine's business.
   *
   * @return one result for each write, in the same order
   * @throws DriverException when the conversation as a whole is broken
   */
  List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline) throws DriverException;

  /**
   * Runs a method of the device. Called only when {@link Capability#INVOKE} is described, for the
   * methods of {@code Device.spec.methods} that write no property.
   *
   * @param arguments texts, numbers and truth values, as the caller stated them
   * @return what the device answered, in Java types of the JDK; empty when it answers nothing
   * @throws IllegalArgumentException naming the method or the argument that cannot be honoured
   * @throws DriverException when the device refuses, or the conversation is broken
   */
  default Map<String, Object> invoke(
      String method, Map<String, Object> arguments, Deadline deadline) throws DriverException {
    throw new UnsupportedOperationException("invoke");
  }

  /**
   * Has the device say of its own accord when properties change. Called only when {@link
   * Capability#SUBSCRIBE} is described; a further call takes the place of the one before.
   *
   * <p>To wait for that is the one thing that a driver may have a thread for: one for all its
   * sessions, which ends with the last subscription.
   *
   * @return those of the properties that the device will tell of; the engine polls the others
   * @throws DriverException when the conversation as a whole is broken
   */
  default List<PropertySpec> subscribe(
      List<PropertySpec> properties, SubscriptionSink sink, Deadline deadline)
      throws DriverException {
    throw new UnsupportedOperationException("subscribe");
  }

  /**
   * Asks the device for a sign of life, with the cheapest request that the protocol has. Called
   * when a device has no property to read.
   *
   * @throws DriverException when it gives none
   */
  default void probe(Deadline deadline) throws DriverException {}

  /**
   * Tells what a session of the next version of the driver should know. Called last before {@link
   * #close()} when the device moves to another version; the conversation is still open and nothing
   * is under way in it.
   */
  default DriverState handOver(Deadline deadline) throws DriverException {
    return DriverState.NONE;
  }

  /**
   * Ends the conversation and frees all it holds. Does not fail, and does not wait for the peer.
   */
  @Override
  void close();
}
