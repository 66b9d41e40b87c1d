package io.margay.mapper.internal.device;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.mapper.internal.work.LinkQueue;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with a device as a job found it when its turn came.
 *
 * @param epoch that of the device's line; another one later means that the conversation is over
 */
record Turn(
    LinkQueue link, DeviceSession session, long epoch, long timeoutMillis, DriverCalls calls) {

  /** A call into the conversation. */
  @FunctionalInterface
  interface Call<T> {
    @Nullable T make(DeviceSession session, Deadline deadline) throws DriverException;
  }

  /** Makes a call that may take as long as one request. */
  <T> T call(String what, Call<T> call) throws CallFailedException {
    return calls.run(
        link, what, timeoutMillis, () -> call.make(session, calls.deadline(timeoutMillis)));
  }
}
