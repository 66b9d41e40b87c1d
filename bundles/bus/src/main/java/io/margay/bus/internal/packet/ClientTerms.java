package io.margay.bus.internal.packet;

/**
 * What a client allows the broker (MQTT 5.0, section 3.1.2.11).
 *
 * @param maxPacketBytes the largest packet it takes
 * @param topicAliasMaximum the highest topic alias it knows
 * @param wantsReasons whether it wants to be told in words what went wrong
 */
public record ClientTerms(long maxPacketBytes, int topicAliasMaximum, boolean wantsReasons) {

  /** A client that has not said anything yet. */
  public static final ClientTerms UNKNOWN = new ClientTerms(Long.MAX_VALUE, 0, true);

  /** Reads them from the properties of CONNECT. */
  public static ClientTerms of(Properties connect) {
    return new ClientTerms(
        connect.number(Property.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE),
        (int) connect.number(Property.TOPIC_ALIAS_MAXIMUM, 0),
        connect.number(Property.REQUEST_PROBLEM_INFORMATION, 1) == 1);
  }
}
