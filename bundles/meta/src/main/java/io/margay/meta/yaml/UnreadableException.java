package io.margay.meta.yaml;

/** A file that is not well-formed YAML or JSON, or goes beyond the bounds. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;

  public UnreadableException(int line, String message) {
    super(message);
    this.line = line;
  }

  /** The line that is wrong, from 1. */
  public int line() {
    return line;
  }
}
