package io.margay.driver.plc4x.internal.library;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.util.Optional;

/**
 * PLC4X, loaded and ready: all that the driver knows of it. Any thread may call it, several at
 * once.
 */
public interface Library extends AutoCloseable {

  /**
   * Judges the address of a tag. No I/O.
   *
   * @return what is expected instead, when the protocol has no such address
   */
  Optional<String> expectedInsteadOf(Protocol protocol, String address);

  /**
   * Connects. May block until the deadline; an interrupt ends it.
   *
   * @throws DriverException when the device does not answer or refuses
   */
  Conversation connect(Target target, Deadline deadline) throws DriverException;

  /**
   * Ends every thread that PLC4X has started, once the conversations that were closed have ended.
   * Does not wait for that.
   */
  @Override
  void close();
}
