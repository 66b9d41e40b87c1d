package io.margay.edged.internal.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * One line of a container's log, in the form that engines write: {@code time stream tag text}
 * (Kubernetes, "CRI logging format").
 *
 * @param stream {@code stdout} or {@code stderr}
 * @param partial whether the program's own line goes on in the next one
 */
public record LogLine(Instant time, String stream, boolean partial, String text) {
  private static final int FIELDS = 4;

  /** Reads a line without its end; nothing when it has another form. */
  public static Optional<LogLine> parse(String line) {
    String[] fields = line.split(" ", FIELDS);
    if (fields.length < FIELDS - 1 || !(fields[1].equals("stdout") || fields[1].equals("stderr"))) {
      return Optional.empty();
    }
    try {
      Instant time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(fields[0], Instant::from);
      boolean partial = fields[2].split(":", 2)[0].equals("P");
      String text = fields.length == FIELDS ? fields[FIELDS - 1] : "";
      return Optional.of(new LogLine(time, fields[1], partial, text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What the program wrote: the text, with the end of the line where it is one. */
  public String written() {
    return partial ? text : text + "\n";
  }
}
