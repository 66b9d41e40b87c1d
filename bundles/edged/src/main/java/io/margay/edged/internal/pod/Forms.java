package io.margay.edged.internal.pod;

import java.util.List;
import java.util.regex.Pattern;

/** The forms that names and paths of a pod have (kubernetes.io, "Object Names and IDs"). */
final class Forms {
  static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  static final String A_LABEL = "lower-case letters, digits and \"-\", at most 63";
  static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  static final String A_SUBDOMAIN = "lower-case letters, digits, \"-\" and \".\", at most 253";
  static final Pattern UID = Pattern.compile("[a-zA-Z0-9][-a-zA-Z0-9]{0,63}");
  static final Pattern KEY = Pattern.compile("(?!\\.\\.|\\.$)[-._a-zA-Z0-9]{1,253}");
  static final String A_KEY = "letters, digits, \"-\", \"_\" and \".\", at most 253";
  static final Pattern VARIABLE = Pattern.compile("[^=\\p{Cntrl}]+");

  private static final int LONGEST_PATH = 4096;

  private Forms() {}

  /** Absolute, and going nowhere else by {@code ..}. */
  static boolean isAbsolutePath(String path) {
    return path.startsWith("/") && staysInside(path);
  }

  /** Relative, and never leaving the folder that it starts from. */
  static boolean isRelativePath(String path) {
    return !path.isEmpty() && !path.startsWith("/") && staysInside(path);
  }

  private static boolean staysInside(String path) {
    return path.length() <= LONGEST_PATH
        && path.indexOf('\0') < 0
        && !List.of(path.split("/", -1)).contains("..");
  }
}
