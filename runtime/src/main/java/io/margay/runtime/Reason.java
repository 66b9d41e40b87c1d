package io.margay.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a framework's failure into one line that says what to do something about. */
final class Reason {
  /** Felix's {@code [name [id](R id.revision)]} tells nothing that the rest does not. */
  private static final Pattern REVISION =
      Pattern.compile(" ?\\[[^\\]\\[]*\\[\\d+]\\(R [0-9.]+\\)]");

  private static final Pattern TAIL =
      Pattern.compile(" Unresolved requirements: .*", Pattern.DOTALL);
  private static final Pattern REQUIREMENT = Pattern.compile("([a-z.]+); (\\(.*\\))");
  private static final String MISSING = "missing requirement ";

  private Reason() {}

  static String of(@Nullable Throwable failure) {
    if (failure == null) {
      return "no reason given";
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    if (message == null) {
      return root.getClass().getName();
    }
    String text = REVISION.matcher(TAIL.matcher(message).replaceFirst("")).replaceAll("").strip();
    int lastMissing = text.lastIndexOf(MISSING);
    if (lastMissing >= 0) {
      Matcher requirement = REQUIREMENT.matcher(text.substring(lastMissing));
      if (requirement.find()) {
        return "missing " + requirement.group(1) + " " + requirement.group(2);
      }
    }
    return text;
  }
}
