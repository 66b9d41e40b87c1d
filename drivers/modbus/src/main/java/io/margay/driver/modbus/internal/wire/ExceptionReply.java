package io.margay.driver.modbus.internal.wire;

/**
 * The device understood the request and answered that it will not do it (V1.1b3, section 7). The
 * conversation goes on.
 */
public final class ExceptionReply extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int ILLEGAL_FUNCTION = 1;
  private static final int ILLEGAL_ADDRESS = 2;
  private static final int ILLEGAL_VALUE = 3;
  private static final int DEVICE_FAILURE = 4;
  private static final int GATEWAY_PATH_UNAVAILABLE = 10;
  private static final int GATEWAY_TARGET_SILENT = 11;

  private final int code;

  ExceptionReply(int code) {
    super("exception %d (%s)".formatted(code, meaning(code)));
    this.code = code;
  }

  /** What to tell people about it: {@code exception 2 (illegal data address)}. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether a smaller request might succeed where this one did not. */
  public boolean maySucceedInParts() {
    return code == ILLEGAL_ADDRESS || code == ILLEGAL_VALUE || code == DEVICE_FAILURE;
  }

  /** Whether a gateway answered that it cannot reach the unit, whatever is asked of it. */
  public boolean concernsWholeUnit() {
    return code == GATEWAY_PATH_UNAVAILABLE || code == GATEWAY_TARGET_SILENT;
  }

  /** Whether the device does not know the function at all. */
  public boolean isUnknownFunction() {
    return code == ILLEGAL_FUNCTION;
  }

  private static String meaning(int code) {
    return switch (code) {
      case ILLEGAL_FUNCTION -> "illegal function";
      case ILLEGAL_ADDRESS -> "illegal data address";
      case ILLEGAL_VALUE -> "illegal data value";
      case DEVICE_FAILURE -> "device failure";
      case 5 -> "acknowledged, still working on it";
      case 6 -> "device busy";
      case 8 -> "memory parity error";
      case GATEWAY_PATH_UNAVAILABLE -> "gateway has no path to the unit";
      case GATEWAY_TARGET_SILENT -> "gateway got no answer from the unit";
      default -> "unknown to the Modbus specification";
    };
  }
}
