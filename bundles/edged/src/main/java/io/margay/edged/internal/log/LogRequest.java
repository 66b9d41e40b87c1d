package io.margay.edged.internal.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log is wanted.
 *
 * @param tail how many lines of the end; negative for all
 * @param since nothing older; null for all
 * @param limitBytes how many bytes of text at most; 0 for all
 * @param follow whether to go on with what will be written, until the container has ended
 */
public record LogRequest(int tail, @Nullable Instant since, long limitBytes, boolean follow) {
  /** The whole log, as it is now. */
  public static final LogRequest ALL = new LogRequest(-1, null, 0, false);

  /** The last lines, as they are now. */
  public static LogRequest last(int lines) {
    return new LogRequest(lines, null, 0, false);
  }
}
