package io.margay.deviceapi.internal;

/** Shows what a sender sent in a message about it: quoted, short, without control characters. */
final class Shown {
  private static final int MOST_CHARACTERS = 80;

  private Shown() {}

  static String text(String found) {
    String shown =
        found.length() <= MOST_CHARACTERS ? found : found.substring(0, MOST_CHARACTERS) + "…";
    return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
