package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.Packet;

/** What a connection does with packets in one part of its life. */
interface Phase {

  /**
   * Takes one packet.
   *
   * @throws io.margay.bus.internal.packet.ProtocolViolation when the client must not send it
   */
  void take(Packet packet);
}
