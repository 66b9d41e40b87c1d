package io.margay.deviceapi.internal;

/** A request is refused: with which HTTP status, and why, in words for its sender. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String allow;

  ApiException(int status, String message) {
    this(status, message, "");
  }

  private ApiException(int status, String message, String allow) {
    super(message, null, false, false);
    this.status = status;
    this.allow = allow;
  }

  /** A method that the path does not know; {@code allow} are those that it does. */
  static ApiException wrongMethod(String message, String allow) {
    return new ApiException(405, message, allow);
  }

  /** What its sender gets. */
  Reply reply() {
    Reply reply = Reply.message(status, String.valueOf(getMessage()));
    return switch (status) {
      case 401 -> reply.with("WWW-Authenticate", "Bearer");
      case 405 -> reply.with("Allow", allow);
      case 429 -> reply.with("Retry-After", "1");
      default -> reply;
    };
  }
}
