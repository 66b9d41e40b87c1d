package io.margay.mapper.internal;

import io.margay.mapper.internal.swap.DriverEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which driver serves a protocol: of several the best, and the next one when it leaves. */
final class Drivers {
  /** A driver at work. */
  interface Serving {
    /** How many devices it serves. */
    int devices();

    /** What people should know of it; empty when there is nothing. */
    String remark();

    /** Ends it; when this returns, its driver is left alone. */
    void stop();
  }

  private static final Logger log = LoggerFactory.getLogger(Drivers.class);

  private final Function<DriverEntry, Serving> serve;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Protocol> protocols = new TreeMap<>();

  /**
   * @param serve puts a driver to work
   */
  Drivers(Function<DriverEntry, Serving> serve) {
    this.serve = serve;
  }

  /** A driver has come. */
  void add(DriverEntry entry) {
    lock.lock();
    try {
      Protocol protocol = protocols.computeIfAbsent(entry.protocol(), p -> new Protocol());
      protocol.entries.add(entry);
      arrange(protocol);
      if (protocol.entries.size() > 1) {
        log.warn(
            "{} drivers for protocol {}: {} serves, the others wait for it to leave",
            protocol.entries.size(),
            entry.protocol(),
            protocol.entries.first());
      }
    } finally {
      lock.unlock();
    }
  }

  /** A driver is leaving; when this returns, none of its code runs any more. */
  void remove(long serviceId) {
    lock.lock();
    try {
      for (Protocol protocol : protocols.values()) {
        if (protocol.entries.removeIf(entry -> entry.serviceId() == serviceId)) {
          arrange(protocol);
        }
      }
      protocols.values().removeIf(protocol -> protocol.entries.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /** All leave. */
  void clear() {
    lock.lock();
    try {
      protocols.values().forEach(Protocol::stop);
      protocols.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The driver that serves a protocol, if one does. */
  Optional<DriverEntry> serving(String protocol) {
    lock.lock();
    try {
      return Optional.ofNullable(protocols.get(protocol)).map(known -> known.servingEntry);
    } finally {
      lock.unlock();
    }
  }

  /** Moves the devices of a protocol to the driver of another bundle. */
  void moveTo(String protocol, long bundleId) {
    lock.lock();
    try {
      Protocol known = protocols.get(protocol);
      if (known == null || known.entries.stream().noneMatch(e -> e.bundleId() == bundleId)) {
        throw new IllegalArgumentException(
            "bundle " + bundleId + " offers no driver for protocol " + protocol);
      }
    } finally {
      lock.unlock();
    }
  }

  /** All drivers, by protocol, the serving one of each first. */
  List<MapperRow> rows() {
    lock.lock();
    try {
      List<MapperRow> rows = new ArrayList<>();
      for (Protocol protocol : protocols.values()) {
        for (DriverEntry entry : protocol.entries) {
          Serving serving = entry.equals(protocol.servingEntry) ? protocol.serving : null;
          rows.add(
              new MapperRow(
                  entry.protocol(),
                  entry.bundle(),
                  entry.version().toString(),
                  serving != null ? "serving" : "shadowed",
                  serving != null ? serving.devices() : 0,
                  serving != null ? serving.remark() : protocol.entries.first() + " serves"));
        }
      }
      return rows;
    } finally {
      lock.unlock();
    }
  }

  private void arrange(Protocol protocol) {
    DriverEntry best = protocol.entries.isEmpty() ? null : protocol.entries.first();
    if (Objects.equals(best, protocol.servingEntry)) {
      return;
    }
    protocol.stop();
    if (best != null) {
      protocol.servingEntry = best;
      protocol.serving = serve.apply(best);
    }
  }

  /** The drivers of one protocol. */
  private static final class Protocol {
    private final TreeSet<DriverEntry> entries = new TreeSet<>(DriverEntry.BEST_FIRST);
    private @Nullable DriverEntry servingEntry;
    private @Nullable Serving serving;

    private void stop() {
      if (serving != null) {
        serving.stop();
      }
      serving = null;
      servingEntry = null;
    }
  }
}
