package io.margay.bus.internal.bridge;

import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.internal.topic.Traffic;
import io.margay.sqlite.DatabaseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends parcels in order and keeps each until the other broker has it. Used by one thread.
 *
 * <ul>
 *   <li>While the link is up and keeps pace, parcels wait in memory and the disk is left alone,
 *       unless everything is to be stored.
 *   <li>When the link is down, or more waits than memory shall hold, what waits goes to the {@link
 *       Spool}, those under way with it. Nothing overtakes what is stored.
 *   <li>Parcels of QoS 0 are stored only if that is wished; else those that wait when the link goes
 *       down are dropped.
 *   <li>A stored parcel is deleted once the other broker has acknowledged it. So a break can double
 *       a message, and never loses one of QoS 1 that is within the bounds.
 * </ul>
 */
final class Outgoing {
  /**
   * How parcels wait.
   *
   * @param window parcels under way and not acknowledged
   * @param inMemory parcels that wait without being stored
   * @param storeAll whether each parcel is stored before it is sent, link or no link
   * @param storeAtMostOnce whether parcels of QoS 0 are stored too
   */
  record Manner(int window, int inMemory, boolean storeAll, boolean storeAtMostOnce) {}

  private record UnderWay(Parcel parcel, boolean stored) {}

  private final Spool spool;
  private final Manner manner;
  private final Traffic traffic;
  private final Deque<Parcel> waiting = new ArrayDeque<>();
  private final Deque<Parcel> ahead = new ArrayDeque<>();
  private final Map<Long, UnderWay> underWay = new LinkedHashMap<>();
  private final Set<Long> delivered = new TreeSet<>();
  private @Nullable Link link;
  private long lastNumber;
  private long lastRead;

  Outgoing(Spool spool, Manner manner, Traffic traffic) {
    this.spool = spool;
    this.manner = manner;
    this.traffic = traffic;
    this.lastNumber = spool.last();
  }

  /** Takes a message; {@link #settle} has to follow. */
  void add(String topic, Payload payload, QoS qos, boolean retain) {
    waiting.add(new Parcel(++lastNumber, topic, payload, qos, retain));
  }

  /** The link takes parcels. */
  void up(Link newLink) {
    link = newLink;
  }

  /** The link takes no more; what it has not acknowledged goes again when there is another. */
  void down() {
    link = null;
    List<Parcel> again = new ArrayList<>();
    for (UnderWay sent : underWay.values()) {
      if (!sent.stored()) {
        again.add(sent.parcel());
      }
    }
    underWay.clear();
    again.addAll(waiting);
    waiting.clear();
    waiting.addAll(again);
    ahead.clear();
    lastRead = 0;
  }

  /** The other broker has a parcel. */
  void delivered(long number) {
    UnderWay sent = underWay.remove(number);
    if (sent != null) {
      traffic.countOut();
      if (sent.stored()) {
        delivered.add(number);
      }
    }
  }

  /** How many parcels are under way or wait in memory. */
  int inMemory() {
    return underWay.size() + waiting.size();
  }

  /** Stores, forgets and sends what is due. */
  void settle() {
    forget();
    store();
    send();
  }

  private void forget() {
    if (!delivered.isEmpty()) {
      try {
        spool.delete(delivered);
        delivered.clear();
      } catch (DatabaseException e) {
        return; // told by the spool; tried again next time, and not sent again meanwhile
      }
    }
  }

  private void store() {
    boolean mustStore =
        link == null || manner.storeAll() || hasUnread() || waiting.size() > manner.inMemory();
    if (mustStore && !waiting.isEmpty()) {
      List<Parcel> durable = waiting.stream().filter(this::isStorable).toList();
      try {
        traffic.countDropped(durable.isEmpty() ? 0 : spool.append(durable));
        waiting.removeIf(this::isStorable);
      } catch (DatabaseException e) {
        // Told by the spool. The parcels stay in memory, within the bound below.
      }
    }
    if (link == null) {
      drop(parcel -> !isStorable(parcel), 0);
    }
    drop(parcel -> true, manner.inMemory());
  }

  private void drop(Predicate<Parcel> which, int left) {
    Iterator<Parcel> oldest = waiting.iterator();
    while (waiting.size() > left && oldest.hasNext()) {
      if (which.test(oldest.next())) {
        oldest.remove();
        traffic.countDropped(1);
      }
    }
  }

  private boolean isStorable(Parcel parcel) {
    return parcel.qos() != QoS.AT_MOST_ONCE || manner.storeAtMostOnce();
  }

  private boolean hasUnread() {
    return spool.messages() > 0 && spool.last() > lastRead;
  }

  private void send() {
    Link open = link;
    while (open != null && underWay.size() < manner.window()) {
      Parcel stored = nextStored();
      Parcel parcel = stored != null ? stored : waiting.poll();
      if (parcel == null) {
        return;
      }
      underWay.put(parcel.number(), new UnderWay(parcel, stored != null));
      open.send(parcel);
    }
  }

  private @Nullable Parcel nextStored() {
    while (ahead.isEmpty() && hasUnread()) {
      try {
        ahead.addAll(spool.read(lastRead, manner.window()));
      } catch (DatabaseException e) {
        return null; // told by the spool; tried again next time
      }
      lastRead = ahead.isEmpty() ? spool.last() : ahead.getLast().number();
      ahead.removeIf(parcel -> delivered.contains(parcel.number()));
    }
    return ahead.poll();
  }
}
