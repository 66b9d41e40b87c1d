package io.margay.sqlite;

import org.jspecify.annotations.Nullable;

/** A database file was not read or written; of the task that was given, nothing was done. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Failure failure;

  /**
   * @param message names the file, says what is wrong and what to do
   */
  public DatabaseException(Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /** What sort of thing went wrong. */
  public Failure failure() {
    return failure;
  }
}
