package io.margay.bus.internal.mqtt;

import io.margay.bus.QoS;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of QoS 1 and 2 that were sent to one client and not finished, with their packet ids
 * (MQTT 3.1.1, section 4.3). Only the broker's thread may use it.
 */
final class OutboundWindow {
  private static final int LARGEST_ID = 65_535;

  private final int capacity;
  private final Map<Integer, Slot> slots = new LinkedHashMap<>();
  private int lastId;

  /** A message; without one, the client has it and PUBCOMP is awaited. */
  private record Slot(@Nullable Delivery delivery) {}

  OutboundWindow(int capacity) {
    this.capacity = capacity;
  }

  boolean hasRoom() {
    return slots.size() < capacity;
  }

  int size() {
    return slots.size();
  }

  /** The packet id that was given out last. */
  int lastId() {
    return lastId;
  }

  /** Gives a message a packet id that is free. There must be room. */
  int add(Delivery delivery) {
    do {
      lastId = lastId == LARGEST_ID ? 1 : lastId + 1;
    } while (slots.containsKey(lastId));
    slots.put(lastId, new Slot(delivery));
    return lastId;
  }

  /** PUBACK came: the message is done. Null when no message of QoS 1 waits for it. */
  @Nullable Delivery acknowledged(int id) {
    Delivery delivery = waiting(id);
    if (delivery == null || delivery.qos() != QoS.AT_LEAST_ONCE) {
      return null;
    }
    slots.remove(id);
    return delivery;
  }

  /** PUBREC came: the client has the message, the id stays taken. Null when it is not awaited. */
  @Nullable Delivery received(int id) {
    Delivery delivery = waiting(id);
    if (delivery == null || delivery.qos() != QoS.EXACTLY_ONCE) {
      return null;
    }
    slots.put(id, new Slot(null));
    return delivery;
  }

  /** The client does not want the message: it is done. Null when it is not awaited. */
  @Nullable Delivery refused(int id) {
    Delivery delivery = waiting(id);
    if (delivery != null) {
      slots.remove(id);
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

  /** PUBCOMP came: the id is free again. Ignored when PUBREC has not come before. */
  void completed(int id) {
    slots.remove(id, new Slot(null));
  }

  /** Goes through what must be sent again on a new connection, in the order of the first time. */
  void resend(BiConsumer<Integer, Delivery> publish, IntConsumer release) {
    slots.forEach(
        (id, slot) -> {
          if (slot.delivery() == null) {
            release.accept(id);
          } else {
            publish.accept(id, slot.delivery());
          }
        });
  }

  /** Forgets everything and returns how many bytes that frees. */
  long clear() {
    long[] bytes = {0};
    resend((id, delivery) -> bytes[0] += delivery.bytes(), id -> {});
    slots.clear();
    return bytes[0];
  }
}
