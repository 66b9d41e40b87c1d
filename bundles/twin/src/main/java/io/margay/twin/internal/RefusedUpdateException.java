package io.margay.twin.internal;

/** An update that cannot be done; nothing of it was. */
public final class RefusedUpdateException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The code of KubeEdge's twin for a request with a mistake. */
  public static final int BAD_REQUEST = 400;

  /** The code of KubeEdge's twin for a device that does not exist. */
  public static final int NOT_FOUND = 404;

  /** The code of KubeEdge's twin for what somebody else has changed meanwhile. */
  public static final int CONFLICT = 409;

  /** The code of KubeEdge's twin for what went wrong on this side. */
  public static final int INTERNAL_ERROR = 500;

  private final int code;
  private final String reason;

  public RefusedUpdateException(int code, String reason) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }

  /** Why, in words for the program that asked. */
  public String reason() {
    return reason;
  }

  /** One of the codes above. */
  public int code() {
    return code;
  }
}
