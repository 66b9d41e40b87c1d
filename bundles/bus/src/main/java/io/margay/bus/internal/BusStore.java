package io.margay.bus.internal;

import io.margay.bus.Message;
import io.margay.bus.internal.store.Journal;
import io.margay.bus.internal.store.SessionJournal;
import io.margay.bus.internal.topic.RetainedShadow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the journal of what survives a restart, {@code ${margay.var}/bus/journal.db}. It lives
 * apart from the MQTT endpoint, so that sessions survive the endpoint's restart as well, and a
 * change of the configuration leaves it alone.
 *
 * <p>A journal that is there and cannot be read is left as it is: the bus works in memory until the
 * next start.
 */
@Component(service = BusStore.class, configurationPid = "io.margay.bus")
public final class BusStore {
  private static final Logger LOG = LoggerFactory.getLogger(BusStore.class);

  /** How much larger the file may be than what it holds: freed pages, the log, a rewrite. */
  private static final int SLACK = 4;

  private static final int LEAST_MIB = 16;
  private static final int MOST_MIB = 16_384;

  private final @Nullable Journal journal;
  private final String place;

  @Activate
  public BusStore(BundleContext context, BusConfig config) {
    this(context.getProperty("margay.var"), config);
  }

  /**
   * @param var the folder that belongs to the machine; null when there is none
   */
  BusStore(@Nullable String var, BusConfig config) {
    String off =
        var == null ? "margay.var is not set" : config.persistence() ? null : "switched off";
    if (var == null || off != null) {
      journal = null;
      place = "off: " + off;
      return;
    }
    Path file = Path.of(var, "bus", "journal.db");
    Journal opened = null;
    String text = file.toString();
    try {
      opened = Journal.open(file, Path.of(var, "tmp"), maxMib(config));
    } catch (IOException e) {
      text = "OFF until the next start: " + e.getMessage();
      LOG.error(
          "{}. MQTT sessions and retained messages live in memory until the next start",
          e.getMessage());
    }
    journal = opened;
    place = text;
  }

  private BusStore(String reason) {
    journal = null;
    place = "off: " + reason;
  }

  /** Keeps nothing. */
  static BusStore off(String reason) {
    return new BusStore(reason);
  }

  private static int maxMib(BusConfig config) {
    double held = (double) config.queueBytes() + config.retainedBytes();
    return (int) Math.max(LEAST_MIB, Math.min(MOST_MIB, LEAST_MIB + SLACK * held / (1 << 20)));
  }

  /** Lets the journal go on when settings of others change. */
  @Modified
  void modified() {
    LOG.debug("The journal stays open; whether there is one is decided at the start");
  }

  @Deactivate
  void stop() {
    if (journal != null) {
      journal.close();
    }
  }

  /** Where sessions are kept. */
  SessionJournal sessions() {
    return journal == null ? SessionJournal.NONE : journal;
  }

  /** Where retained messages are kept. */
  RetainedShadow retainedShadow() {
    return journal == null ? RetainedShadow.NONE : journal;
  }

  /** What was retained before. */
  List<Message> retained() {
    return journal == null ? List.of() : journal.retained();
  }

  /** Where it is written, or why it is not. */
  String status() {
    if (journal == null) {
      return place;
    }
    String problem = journal.problem();
    return problem == null
        ? "%s, %d commits".formatted(place, journal.commits())
        : "FAILS, what is new is in memory only: " + problem;
  }
}
