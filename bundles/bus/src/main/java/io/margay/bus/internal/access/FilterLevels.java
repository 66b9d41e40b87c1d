package io.margay.bus.internal.access;

import io.margay.bus.TopicFilter;

/** Compares topic filters with each other, level by level (MQTT 5.0, section 4.7). */
final class FilterLevels {
  private static final String ALL_BELOW = "#";
  private static final String ANY = "+";

  private FilterLevels() {}

  /** Whether a topic can fall under both. */
  static boolean overlap(TopicFilter one, TopicFilter other) {
    if (excludes(one, other) || excludes(other, one)) {
      return false;
    }
    String[] a = levels(one);
    String[] b = levels(other);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i].equals(ALL_BELOW) || b[i].equals(ALL_BELOW)) {
        return true;
      }
      if (!a[i].equals(b[i]) && !a[i].equals(ANY) && !b[i].equals(ANY)) {
        return false;
      }
    }
    return endsTogether(a, b) || endsTogether(b, a);
  }

  /** Whether every topic that falls under the narrow one falls under the wide one. */
  static boolean covers(TopicFilter wide, TopicFilter narrow) {
    if (excludes(wide, narrow)) {
      return false;
    }
    String[] w = levels(wide);
    String[] n = levels(narrow);
    for (int i = 0; i < Math.min(w.length, n.length); i++) {
      if (w[i].equals(ALL_BELOW)) {
        return true;
      }
      if (n[i].equals(ALL_BELOW) || (!w[i].equals(ANY) && !w[i].equals(n[i]))) {
        return false;
      }
    }
    return endsTogether(n, w);
  }

  /** A filter that begins with a wildcard leaves out topics that begin with a dollar sign. */
  private static boolean excludes(TopicFilter one, TopicFilter other) {
    return (one.text().startsWith(ALL_BELOW) || one.text().startsWith(ANY))
        && other.text().startsWith("$");
  }

  /** The longer one may go on with {@code #}, which stands for the level before it too. */
  private static boolean endsTogether(String[] shorter, String[] longer) {
    return longer.length == shorter.length
        || (longer.length == shorter.length + 1 && longer[shorter.length].equals(ALL_BELOW));
  }

  private static String[] levels(TopicFilter filter) {
    return filter.text().split("/", -1);
  }
}
