package io.margay.bus.internal.mqtt;

import java.time.Duration;

/**
 * How much the broker does for its clients; each bound is a key of {@code io.margay.bus.cfg}.
 *
 * @param maxPacketBytes the largest packet a client may send, fixed header included
 * @param connectTimeout how long a connection may stay without a CONNECT
 * @param maxSubscriptions filters of one client
 * @param maxInFlight messages under way to one client and not acknowledged
 * @param queueMessages messages that wait for one client
 * @param queueBytes memory of what waits for, or is under way to, all clients together
 * @param maxAbsentSessions sessions that are kept without a connection
 */
public record BrokerLimits(
    int maxConnections,
    int maxPacketBytes,
    Duration connectTimeout,
    int maxSubscriptions,
    int maxInFlight,
    int queueMessages,
    long queueBytes,
    int maxAbsentSessions) {
  private static final int LARGEST_PACKET = 268_435_460;

  public BrokerLimits {
    inRange("maxConnections", maxConnections, 1, 65_535);
    inRange("maxPacketBytes", maxPacketBytes, 128, LARGEST_PACKET);
    inRange("connectTimeoutSeconds", connectTimeout.toSeconds(), 1, 3_600);
    inRange("maxSubscriptions", maxSubscriptions, 1, 1_000_000);
    inRange("maxInFlight", maxInFlight, 1, 65_535);
    inRange("queueMessages", queueMessages, 1, 1_000_000);
    inRange("queueBytes", queueBytes, 1, Long.MAX_VALUE);
    inRange("maxAbsentSessions", maxAbsentSessions, 0, 1_000_000);
  }

  private static void inRange(String key, long found, long least, long most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "%s: found %d, expected %d to %d".formatted(key, found, least, most));
    }
  }
}
