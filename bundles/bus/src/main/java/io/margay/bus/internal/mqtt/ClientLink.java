package io.margay.bus.internal.mqtt;

/**
 * A session's way to its client while it is connected. Only the broker's thread may use it, except
 * for {@link #wake}.
 */
interface ClientLink {

  /** Where the client is, for people. */
  String address();

  /** Whether the client takes more at the moment. */
  boolean writable();

  /** Sends a message; the packet id is 0 with QoS 0. */
  void publish(int packetId, Delivery delivery, boolean duplicate);

  /** Sends PUBREL. */
  void release(int packetId);

  /** Puts on the wire what was sent. */
  void flush();

  /**
   * Says, from any thread, that messages wait; {@link Session#pump} is called soon.
   *
   * @param waiting how many
   */
  void wake(Session session, int waiting);

  /** Ends the connection because the same client connected anew. */
  void takenOver();
}
