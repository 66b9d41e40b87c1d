package io.margay.manifests.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.ResourceView;
import io.margay.meta.Violation;
import io.margay.meta.yaml.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Brings one file's documents into the store, all or none, and takes out what it left out. */
final class FileApplier {
  private final MetaStore store;
  private final Iterable<ResourceSchema> schemas;
  private final UnaryOperator<String> display;

  /**
   * @param display how people know a file
   */
  FileApplier(MetaStore store, Iterable<ResourceSchema> schemas, UnaryOperator<String> display) {
    this.store = store;
    this.schemas = schemas;
    this.display = display;
  }

  /** A document that wants to be in the store, and the schema that judges it. */
  private record Wanted(Document document, ResourceSchema schema) {}

  /**
   * Applies a file.
   *
   * @param present the files of the folder; what another one brought is taken over when it is gone
   */
  Outcome apply(String file, List<Document> documents, Ledger ledger, Set<String> present) {
    Map<ResourceKey, Wanted> wanted = new LinkedHashMap<>();
    List<Mistake> mistakes = new ArrayList<>();
    Mistake unknown = null;
    for (Document document : documents) {
      Envelope envelope = Envelope.of(document);
      if (!envelope.violations().isEmpty()) {
        addMistakes(document, envelope.violations(), mistakes);
        continue;
      }
      ResourceSchema schema = schema(envelope.type());
      if (schema == null) {
        unknown =
            unknown != null
                ? unknown
                : new Mistake(
                    document.lineOf("/kind"), "no bundle on this node serves " + envelope.type());
        continue;
      }
      ResourceKey key = envelope.key(schema);
      if (wanted.putIfAbsent(key, new Wanted(document, schema)) != null) {
        mistakes.add(new Mistake(document.line(), key + " stands in this file twice"));
      }
      String other = ledger.file(key);
      if (other != null && !other.equals(file) && present.contains(other)) {
        mistakes.add(new Mistake(document.line(), key + " is defined by " + display.apply(other)));
      }
    }
    if (!mistakes.isEmpty()) {
      return new Outcome.Refused(mistakes, true);
    }
    if (unknown != null) {
      return new Outcome.Held(unknown);
    }
    try {
      addMistakes(file, wanted, ledger, mistakes);
      return mistakes.isEmpty()
          ? write(file, wanted.keySet(), contents(wanted), ledger)
          : new Outcome.Refused(mistakes, true);
    } catch (MetaException.Invalid e) {
      Wanted refused = wanted.get(e.key());
      if (refused == null) {
        mistakes.add(new Mistake(1, String.valueOf(e.getMessage())));
      } else {
        addMistakes(refused.document(), e.violations(), mistakes);
      }
      return new Outcome.Refused(mistakes, true);
    } catch (MetaException.Conflict | MetaException.NotFound e) {
      return new Outcome.Refused(List.of(new Mistake(1, String.valueOf(e.getMessage()))), true);
    } catch (MetaException.Unavailable | MetaException.Compacted e) {
      return new Outcome.Waiting(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Takes out all that a file brought.
   *
   * @throws MetaException when the store does not
   */
  void remove(String file, Ledger ledger) {
    List<Change> changes = new ArrayList<>(deletions(ledger.keys(file)));
    changes.add(Ledger.entry(file, Set.of()));
    store.apply(changes);
    ledger.put(file, Set.of());
  }

  /**
   * Asks whether resources are free and the schemas content, for all documents, so that people see
   * all mistakes at once. The store asks again; it may have met a schema later than this bundle.
   */
  private void addMistakes(
      String file, Map<ResourceKey, Wanted> wanted, Ledger ledger, List<Mistake> mistakes) {
    ResourceView view =
        key -> {
          Wanted here = wanted.get(key);
          if (here != null) {
            return Optional.of(here.document().json());
          }
          return ledger.keys(file).contains(key)
              ? Optional.empty()
              : store.get(key).map(Resource::content);
        };
    wanted.forEach(
        (key, here) -> {
          Owner owner = store.get(key).map(Resource::owner).orElse(Owner.MANIFEST);
          if (owner != Owner.MANIFEST) {
            mistakes.add(
                new Mistake(
                    here.document().line(),
                    key + " is owned by " + owner + "; a file may not change it"));
          }
          addMistakes(
              here.document(), here.schema().validate(key, here.document().json(), view), mistakes);
        });
  }

  private Outcome write(String file, Set<ResourceKey> wanted, List<Change> puts, Ledger ledger) {
    List<Change> changes = new ArrayList<>(puts);
    Set<ResourceKey> left = new LinkedHashSet<>(ledger.keys(file));
    left.removeAll(wanted);
    changes.addAll(deletions(left));
    Map<String, Set<ResourceKey>> entries = entries(file, wanted, ledger);
    entries.forEach((name, keys) -> changes.add(Ledger.entry(name, keys)));
    Map<ResourceKey, Long> before = revisions(wanted);
    store.apply(changes);
    entries.forEach(ledger::put);
    boolean changed = !left.isEmpty() || !before.equals(revisions(wanted));
    return new Outcome.Applied(wanted.size(), changed);
  }

  /**
   * What the ledger is to say of this file, and of files that are gone and lose a resource to it.
   */
  private static Map<String, Set<ResourceKey>> entries(
      String file, Set<ResourceKey> wanted, Ledger ledger) {
    Map<String, Set<ResourceKey>> entries = new LinkedHashMap<>();
    for (ResourceKey key : wanted) {
      String other = ledger.file(key);
      if (other != null && !other.equals(file)) {
        entries.computeIfAbsent(other, gone -> new LinkedHashSet<>(ledger.keys(gone))).remove(key);
      }
    }
    if (!wanted.isEmpty() || !ledger.keys(file).isEmpty()) {
      entries.put(file, wanted);
    }
    return entries;
  }

  private static List<Change> contents(Map<ResourceKey, Wanted> wanted) {
    List<Change> puts = new ArrayList<>();
    wanted.forEach(
        (key, here) -> puts.add(new Change.Put(key, Owner.MANIFEST, here.document().json())));
    return puts;
  }

  /** What is not this folder's any more is left to its owner. */
  private List<Change> deletions(Set<ResourceKey> keys) {
    List<Change> deletions = new ArrayList<>();
    for (ResourceKey key : keys) {
      if (store.get(key).map(Resource::owner).orElse(null) == Owner.MANIFEST) {
        deletions.add(new Change.Delete(key, Owner.MANIFEST));
      }
    }
    return deletions;
  }

  private Map<ResourceKey, Long> revisions(Set<ResourceKey> keys) {
    Map<ResourceKey, Long> revisions = new HashMap<>();
    keys.forEach(
        key -> store.get(key).ifPresent(resource -> revisions.put(key, resource.revision())));
    return revisions;
  }

  private @Nullable ResourceSchema schema(ResourceType type) {
    for (ResourceSchema schema : schemas) {
      if (schema.type().equals(type)) {
        return schema;
      }
    }
    return null;
  }

  private static void addMistakes(
      Document document, List<Violation> violations, List<Mistake> mistakes) {
    for (Violation violation : violations) {
      mistakes.add(new Mistake(document.lineOf(violation.pointer()), violation.toString()));
    }
  }
}
