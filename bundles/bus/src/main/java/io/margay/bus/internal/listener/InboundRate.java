package io.margay.bus.internal.listener;

/**
 * How much one client may send; 0 stands for any amount.
 *
 * @param messagesPerSecond PUBLISH packets
 * @param bytesPerSecond bytes of all packets
 */
public record InboundRate(long messagesPerSecond, long bytesPerSecond) {

  /** Any amount. */
  public static final InboundRate UNLIMITED = new InboundRate(0, 0);

  public InboundRate {
    inRange("maxMessagesPerSecond", messagesPerSecond);
    inRange("maxBytesPerSecond", bytesPerSecond);
  }

  private static void inRange(String key, long found) {
    if (found < 0) {
      throw new IllegalArgumentException("%s: found %d, expected 0 or more".formatted(key, found));
    }
  }
}
