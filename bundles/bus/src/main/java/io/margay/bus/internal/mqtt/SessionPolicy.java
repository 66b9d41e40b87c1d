package io.margay.bus.internal.mqtt;

/**
 * What is kept for clients that are away; each value is a key of {@code io.margay.bus.cfg}.
 *
 * @param longestExpirySeconds how long a session is kept at most, whatever its client asks for
 * @param bytesPerClient memory of what waits for one client
 * @param keepQos0 whether messages of QoS 0 wait for absent clients too; in memory only
 */
public record SessionPolicy(long longestExpirySeconds, long bytesPerClient, boolean keepQos0) {

  /** What holds when nothing is configured. */
  public static final SessionPolicy USUAL = new SessionPolicy(30L * 24 * 3600, 8 << 20, false);

  public SessionPolicy {
    inRange("maxSessionExpirySeconds", longestExpirySeconds, 0, SessionRequest.NEVER);
    inRange("queueBytesPerClient", bytesPerClient, 1, Long.MAX_VALUE);
  }

  private static void inRange(String key, long found, long least, long most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "%s: found %d, expected %d to %d".formatted(key, found, least, most));
    }
  }
}
