package io.margay.cri.internal.rpc;

import io.grpc.Status;
import io.grpc.StatusException;
import io.margay.edged.engine.EngineException;
import java.util.regex.Pattern;

/** What a gRPC status means to a node (google.rpc.Code; the numbers are those on the wire). */
public final class Failures {
  /** Engines that hand on the failure of a service behind them repeat its status in front. */
  private static final Pattern REPEATED_STATUS =
      Pattern.compile("^(rpc error: code = \\w+ desc = )+");

  private Failures() {}

  /**
   * Translates a status other than OK.
   *
   * @param method what was called, for messages that would otherwise say nothing
   */
  static EngineException of(String method, Status status) {
    String message = message(method, status);
    return switch (status.getCode()) {
      case NOT_FOUND -> new EngineException.NotFound(message);
      case UNIMPLEMENTED -> new EngineException.Unimplemented(message);
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
          new EngineException.Unavailable(message, status.asException());
      default -> new EngineException.Failed(message);
    };
  }

  /** Whether the engine itself said that its time was over, and did not merely stay silent. */
  public static boolean isEnginesDeadline(EngineException.Unavailable failure) {
    return failure.getCause() instanceof StatusException answer
        && answer.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
  }

  private static String message(String method, Status status) {
    String description = status.getDescription();
    String text =
        description == null ? "" : REPEATED_STATUS.matcher(description).replaceFirst("").strip();
    return text.isEmpty() ? method + ": " + status.getCode() : text;
  }
}
