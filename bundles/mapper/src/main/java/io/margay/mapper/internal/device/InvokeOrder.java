package io.margay.mapper.internal.device;

import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A method of a device that its driver runs for a program. */
final class InvokeOrder implements Order {
  private final String method;
  private final Map<String, Object> arguments;
  private final Connection connection;
  private final CompletableFuture<Map<String, Object>> answer;
  private final Answers answers;

  InvokeOrder(
      String method,
      Map<String, Object> arguments,
      Connection connection,
      CompletableFuture<Map<String, Object>> answer,
      Answers answers) {
    this.method = method;
    this.arguments = arguments;
    this.connection = connection;
    this.answer = answer;
    this.answers = answers;
  }

  @Override
  public void carryOut(LinkQueue at, Turn turn) {
    try {
      turn.call("invoke", (session, deadline) -> answered(session, deadline)).run();
    } catch (CallFailedException e) {
      fail(new AccessException(Kind.DEVICE_FAILED, method + " failed: " + e.reason()));
      if (e.kind() == CallFailedException.Kind.LATE
          || e.kind() == CallFailedException.Kind.GIVEN_UP) {
        connection.failed(e, turn);
      }
    }
  }

  @SuppressWarnings("ConstantConditions") // a driver may break the contract
  private @Nullable Runnable answered(DeviceSession session, Deadline deadline)
      throws DriverException {
    try {
      Map<String, Object> result = session.invoke(method, arguments, deadline);
      return result == null ? null : () -> answers.succeed(answer, result);
    } catch (IllegalArgumentException e) {
      return () -> fail(new AccessException(Kind.INVALID, method + ": " + e.getMessage()));
    }
  }

  @Override
  public void fail(AccessException why) {
    answers.fail(answer, why);
  }
}
