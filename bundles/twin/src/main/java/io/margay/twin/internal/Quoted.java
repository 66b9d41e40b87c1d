package io.margay.twin.internal;

/** Shows people a text that came from outside: in quotes, and not more of it than helps. */
public final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  public static String text(String text) {
    return text.length() <= LONGEST
        ? '"' + text + '"'
        : '"' + text.substring(0, LONGEST) + "…\" of " + text.length() + " characters";
  }
}
