package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.store.SessionPage;
import java.util.BitSet;
import java.util.Set;

/**
 * Packet ids of messages of QoS 2 that came from a client and are not released, so that one that
 * comes twice is published once (MQTT 5.0, section 4.3.3). Only the broker's thread may use it.
 */
final class ReceivedIds {
  private final SessionPage page;
  private final BitSet ids = new BitSet();

  ReceivedIds(SessionPage page, Set<Integer> known) {
    this.page = page;
    known.forEach(ids::set);
  }

  /** A message came; says whether it is the first of its packet id. */
  boolean begin(int packetId) {
    if (ids.get(packetId)) {
      return false;
    }
    ids.set(packetId);
    page.received(packetId);
    return true;
  }

  /** The packet id is released; says whether it was taken. */
  boolean end(int packetId) {
    if (!ids.get(packetId)) {
      return false;
    }
    ids.clear(packetId);
    page.released(packetId);
    return true;
  }
}
