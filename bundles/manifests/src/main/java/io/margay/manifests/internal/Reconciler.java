package io.margay.manifests.internal;

import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.ResourceSchema;
import io.margay.meta.yaml.Document;
import io.margay.meta.yaml.UnreadableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the store agree with the folder, one cycle at a time, on one thread.
 *
 * <p>A cycle looks at the folder, applies by name what is new or changed, takes out what is gone,
 * and, as long as that helps, tries again what was refused: a file may refer to resources of
 * another, or define what another did before.
 */
final class Reconciler {
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration HOLD_QUIETLY = Duration.ofSeconds(5);

  private final Folder folder;
  private final MetaStore store;
  private final FileApplier applier;
  private final Journal journal;
  private final Clock clock;
  private final Map<String, State> states = new TreeMap<>();
  private final Map<String, Outcome> told = new TreeMap<>();
  private @Nullable Ledger ledger;
  private Instant retryAt = Instant.MIN;
  private volatile List<FileRow> rows = List.of();

  Reconciler(Folder folder, MetaStore store, Iterable<ResourceSchema> schemas, Clock clock) {
    this.folder = folder;
    this.store = store;
    this.clock = clock;
    journal = new Journal(folder.path());
    applier = new FileApplier(store, schemas, journal::display);
  }

  /** How it went with one version of a file, and since when. */
  private record State(Folder.Version version, Outcome outcome, Instant since) {}

  List<FileRow> rows() {
    return rows;
  }

  /**
   * Runs one cycle.
   *
   * @param schemasChanged whether types have become known since the last one
   * @return whether files are being written, so that it is worth looking again soon
   */
  boolean cycle(boolean schemasChanged) {
    try {
      Ledger known = ledger();
      Folder.Look look = folder.look(Set.copyOf(known.files()));
      journal.folderReadable();
      states.keySet().retainAll(look.present());
      boolean calm = reconcile(known, look, schemasChanged);
      tell();
      return look.restless() || !calm;
    } catch (IOException e) {
      journal.folderUnreadable(e);
      return false;
    } catch (MetaException.Unavailable e) {
      return false;
    }
  }

  private boolean reconcile(Ledger known, Folder.Look look, boolean schemasChanged) {
    Instant now = clock.instant();
    boolean retry = schemasChanged || !now.isBefore(retryAt);
    if (retry) {
      retryAt = now.plus(RETRY);
    }
    List<String> due =
        look.resting().keySet().stream()
            .filter(file -> isDue(states.get(file), look.resting().get(file), retry))
            .toList();
    boolean calm = true;
    boolean progress = false;
    for (String file : due) {
      Outcome outcome = apply(file, look, known);
      calm &= outcome != null;
      progress |= outcome instanceof Outcome.Applied;
    }
    progress |= removeGone(look.gone(), known);
    while (progress) {
      progress = false;
      for (String file : look.resting().keySet()) {
        State state = states.get(file);
        if (state != null
            && state.outcome() instanceof Outcome.Refused refused
            && refused.mayPass()) {
          progress |= apply(file, look, known) instanceof Outcome.Applied;
        }
      }
    }
    return calm;
  }

  private static boolean isDue(
      @Nullable State state, Folder.@Nullable Version version, boolean retry) {
    if (state == null || !state.version().equals(version)) {
      return true;
    }
    Outcome outcome = state.outcome();
    return outcome instanceof Outcome.Waiting
        || (retry && outcome instanceof Outcome.Held)
        || (retry && outcome instanceof Outcome.Refused refused && refused.mayPass());
  }

  /** Applies a file; null when it has changed since the look. */
  private @Nullable Outcome apply(String file, Folder.Look look, Ledger known) {
    Folder.Version version = look.resting().get(file);
    if (version == null) {
      return null;
    }
    Outcome outcome;
    try {
      List<Document> documents = folder.read(file);
      if (!folder.isStill(file, version)) {
        return null;
      }
      outcome = applier.apply(file, documents, known, look.present());
    } catch (UnreadableException e) {
      outcome =
          new Outcome.Refused(
              List.of(new Mistake(e.line(), String.valueOf(e.getMessage()))), false);
    } catch (IOException e) {
      outcome = new Outcome.Refused(List.of(new Mistake(1, "cannot be read: " + e)), true);
    } catch (RuntimeException e) {
      String text = "a bundle failed on this file: " + e;
      outcome = new Outcome.Refused(List.of(new Mistake(1, text)), true);
    }
    State before = states.get(file);
    Instant since =
        before != null && before.outcome().equals(outcome) ? before.since() : clock.instant();
    states.put(file, new State(version, outcome, since));
    return outcome;
  }

  private boolean removeGone(Set<String> gone, Ledger known) {
    boolean removed = false;
    for (String file : gone) {
      int resources = known.keys(file).size();
      if (resources > 0) {
        applier.remove(file, known);
        journal.removed(file, resources);
        removed = true;
      }
    }
    return removed;
  }

  /** Tells each outcome once; that a file is held only when nobody turned up for a while. */
  private void tell() {
    told.keySet().retainAll(states.keySet());
    Instant now = clock.instant();
    List<FileRow> seen = new ArrayList<>();
    states.forEach(
        (file, state) -> {
          seen.add(row(file, state.outcome()));
          boolean early =
              state.outcome() instanceof Outcome.Held
                  && now.isBefore(state.since().plus(HOLD_QUIETLY));
          if (!early && !state.outcome().equals(told.put(file, state.outcome()))) {
            journal.outcome(file, state.outcome());
          }
        });
    rows = List.copyOf(seen);
  }

  private FileRow row(String file, Outcome outcome) {
    int stored = ledger == null ? 0 : ledger.keys(file).size();
    if (outcome instanceof Outcome.Applied) {
      return new FileRow(file, "applied", stored, "");
    }
    if (outcome instanceof Outcome.Held held) {
      return new FileRow(file, "held", stored, line(held.reason()));
    }
    if (outcome instanceof Outcome.Refused refused) {
      int more = refused.mistakes().size() - 1;
      String message =
          line(refused.mistakes().get(0)) + (more > 0 ? " (and " + more + " more)" : "");
      return new FileRow(file, "refused", stored, message);
    }
    return new FileRow(file, "waiting", stored, ((Outcome.Waiting) outcome).reason());
  }

  private static String line(Mistake mistake) {
    return "line " + mistake.line() + ": " + mistake.text();
  }

  private Ledger ledger() {
    Ledger known = ledger;
    if (known == null) {
      known = Ledger.load(store);
      ledger = known;
    }
    return known;
  }
}
