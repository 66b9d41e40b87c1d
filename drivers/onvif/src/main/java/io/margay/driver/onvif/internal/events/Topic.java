package io.margay.driver.onvif.internal.events;

import java.util.regex.Pattern;

/**
 * Which events a property is about.
 *
 * @param path as ONVIF writes it: {@code tns1:VideoSource/MotionAlarm}
 * @param item the name of the item whose value is the property's; empty for the first
 * @param source {@code name=value} that the event's source must have; empty for any
 */
public record Topic(String path, String item, String source) {
  private static final Pattern PREFIX = Pattern.compile("(^|/)[^/:]*:");
  private static final Pattern WELL_FORMED =
      Pattern.compile("[\\w.-]+(:[\\w.-]+)?(/[\\w.-]+(:[\\w.-]+)?)*");

  /** Whether a text is the path of one topic. */
  public static boolean isPath(String text) {
    return text.length() <= 200 && WELL_FORMED.matcher(text).matches();
  }

  /** Whether a topic is this one; prefixes are the camera's to choose. */
  boolean isPath(Notification notification) {
    return bare(path).equals(bare(notification.topic()));
  }

  private static String bare(String path) {
    return PREFIX.matcher(path.strip()).replaceAll("$1");
  }

  /** Whether an event is about this property. */
  public boolean covers(Notification notification) {
    return isPath(notification) && (source.isEmpty() || notification.hasSource(source));
  }
}
