package io.margay.bus.internal.mqtt;

import io.margay.bus.QoS;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of QoS 1 and 2 that were sent to one client and not finished, by packet id (MQTT
 * 5.0, sections 4.3 and 4.4). Only the broker's thread may use it.
 *
 * <p>Each connection may have so many under way; what is sent again on a new one counts (section
 * 4.9).
 */
final class OutboundWindow {
  private final Map<Integer, Slot> slots = new LinkedHashMap<>();
  private final Deque<Integer> toResend = new ArrayDeque<>();
  private int capacity;
  private int underWay;

  /**
   * A message that is not finished.
   *
   * @param delivery null when the client has it and PUBCOMP is awaited
   */
  record Slot(long number, @Nullable Delivery delivery) {
    int packetId() {
      return Delivery.packetId(number);
    }
  }

  /** Takes in a message that was sent before a restart. */
  void restore(Slot slot) {
    slots.put(slot.packetId(), slot);
  }

  /** There is a new connection: all must be sent again before anything else. */
  void connected(int most) {
    capacity = most;
    underWay = 0;
    toResend.clear();
    toResend.addAll(slots.keySet());
  }

  /** What must be sent again next; null when there is nothing or the window is full. */
  @Nullable Slot nextResend() {
    while (underWay < capacity && !toResend.isEmpty()) {
      Slot slot = slots.get(toResend.remove());
      if (slot != null) {
        underWay++;
        return slot;
      }
    }
    return null;
  }

  /** Whether a message can be sent for the first time. */
  boolean hasRoomFor(Delivery delivery) {
    return toResend.isEmpty() && underWay < capacity && !slots.containsKey(delivery.packetId());
  }

  int size() {
    return slots.size();
  }

  /** A message is sent for the first time. There must be room. */
  void add(Delivery delivery) {
    slots.put(delivery.packetId(), new Slot(delivery.number(), delivery));
    underWay++;
  }

  /** PUBACK came: the message is done. Null when no message of QoS 1 waits for it. */
  @Nullable Delivery acknowledged(int id) {
    Delivery delivery = waiting(id);
    if (delivery == null || delivery.qos() != QoS.AT_LEAST_ONCE) {
      return null;
    }
    remove(id);
    return delivery;
  }

  /** PUBREC came: the client has the message, the id stays taken. Null when it is not awaited. */
  @Nullable Delivery received(int id) {
    Delivery delivery = waiting(id);
    if (delivery == null || delivery.qos() != QoS.EXACTLY_ONCE) {
      return null;
    }
    slots.put(id, new Slot(delivery.number(), null));
    return delivery;
  }

  /** The client does not want the message: it is done. Null when it is not awaited. */
  @Nullable Delivery refused(int id) {
    Delivery delivery = waiting(id);
    if (delivery != null) {
      remove(id);
    }
    return delivery;
  }

  /** Whether PUBREC came and PUBCOMP did not. */
  boolean awaitsCompletion(int id) {
    Slot slot = slots.get(id);
    return slot != null && slot.delivery() == null;
  }

  private @Nullable Delivery waiting(int id) {
    Slot slot = slots.get(id);
    return slot == null ? null : slot.delivery();
  }

  /** PUBCOMP came: the id is free again. Null when PUBREC has not come before. */
  @Nullable Slot completed(int id) {
    return awaitsCompletion(id) ? remove(id) : null;
  }

  private @Nullable Slot remove(int id) {
    if (!toResend.remove(id)) {
      underWay--;
    }
    return slots.remove(id);
  }

  /** Forgets everything and returns how many bytes that frees. */
  long clear() {
    long bytes = 0;
    for (Slot slot : slots.values()) {
      bytes += slot.delivery() == null ? 0 : slot.delivery().bytes();
    }
    slots.clear();
    toResend.clear();
    return bytes;
  }
}
