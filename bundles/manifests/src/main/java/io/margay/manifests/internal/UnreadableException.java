package io.margay.manifests.internal;

/** A file that is not well-formed YAML or JSON, or goes beyond the bounds. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;

  UnreadableException(int line, String message) {
    super(message);
    this.line = line;
  }

  Mistake mistake() {
    return new Mistake(line, String.valueOf(getMessage()));
  }
}
