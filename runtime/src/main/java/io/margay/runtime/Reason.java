package io.margay.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a framework's failure into one line that says what to do something about. */
final class Reason {
  private static final Pattern REVISION = Pattern.compile(" ?\\[[^\\]\\[]*?]?\\(R [0-9.]+\\)]?");
  private static final Pattern MISSING =
      Pattern.compile("missing requirement .*?(osgi\\.[a-z.]+); (\\(.*?\\))(?= \\[caused by|$)");
  private static final Pattern TAIL =
      Pattern.compile(" Unresolved requirements: .*", Pattern.DOTALL);

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
    String text = TAIL.matcher(message).replaceFirst("");
    Matcher missing = MISSING.matcher(text);
    String found = null;
    while (missing.find()) {
      found = "missing " + missing.group(1) + " " + missing.group(2);
    }
    return found != null ? found : REVISION.matcher(text).replaceAll("").strip();
  }
}
