package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for PLC4X's answers, but not for longer than a call may take. */
final class Patience {
  private static final int LONGEST_REASON = 300;

  private Patience() {}

  /**
   * @throws RefusedException when the answer is a failure
   * @throws DriverException when none comes, or somebody interrupts
   */
  static <T> T await(Future<T> answer, Deadline deadline) throws DriverException, RefusedException {
    long millis = deadline.remainingMillis();
    try {
      return answer.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new DriverException("no answer within %d ms".formatted(millis), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new DriverException("interrupted", e);
    } catch (ExecutionException e) {
      throw new RefusedException(words(e), e);
    }
  }

  /** What the innermost cause says. */
  static String words(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String words =
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    return words.length() <= LONGEST_REASON ? words : words.substring(0, LONGEST_REASON) + "…";
  }
}
