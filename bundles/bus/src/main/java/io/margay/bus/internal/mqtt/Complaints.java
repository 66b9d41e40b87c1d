package io.margay.bus.internal.mqtt;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why clients were disconnected, at most one line per address and minute; the rest is counted
 * and told in the next line. Only the broker's thread may use it.
 */
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_ADDRESSES = 256;

  private final LongSupplier nanoTime;
  private final Map<String, Entry> byAddress =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private record Entry(long lastLogged, long untold) {}

  Complaints(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A connection from this address was closed for this reason.
   *
   * @return what was logged; empty when it was only counted
   */
  String add(String address, String reason) {
    long now = nanoTime.getAsLong();
    Entry entry = byAddress.get(address);
    if (entry != null && now - entry.lastLogged() < PAUSE) {
      byAddress.put(address, new Entry(entry.lastLogged(), entry.untold() + 1));
      return "";
    }
    long untold = entry == null ? 0 : entry.untold();
    byAddress.put(address, new Entry(now, 0));
    String more = untold == 0 ? "" : " (" + untold + " more from there since the last line)";
    String line =
        "MQTT connection from %s closed: %s%s".formatted(address, Printable.text(reason), more);
    LOG.warn(line);
    return line;
  }
}
