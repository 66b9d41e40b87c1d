package io.margay.manifests.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.Violation;
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

  /**
   * Applies a file.
   *
   * @param present the files of the folder; what another one brought is taken over when it is gone
   */
  Outcome apply(String file, List<Document> documents, Ledger ledger, Set<String> present) {
    Map<ResourceKey, Document> wanted = new LinkedHashMap<>();
    List<Mistake> mistakes = new ArrayList<>();
    Mistake unknown = null;
    for (Document document : documents) {
      Envelope envelope = Envelope.of(document);
      if (!envelope.violations().isEmpty()) {
        envelope.violations().forEach(violation -> mistakes.add(mistake(document, violation)));
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
      if (wanted.putIfAbsent(key, document) != null) {
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
    return unknown != null ? new Outcome.Held(unknown) : write(file, wanted, ledger);
  }

  /**
   * Takes out all that a file brought.
   *
   * @throws MetaException when the store does not
   */
  void remove(String file, Ledger ledger) {
    List<Change> changes = new ArrayList<>();
    ledger.keys(file).forEach(key -> addDeletion(key, changes));
    changes.add(Ledger.entry(file, Set.of()));
    store.apply(changes);
    ledger.put(file, Set.of());
  }

  private Outcome write(String file, Map<ResourceKey, Document> wanted, Ledger ledger) {
    Map<String, Set<ResourceKey>> entries = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    List<Mistake> mistakes = new ArrayList<>();
    boolean changed = false;
    try {
      for (Map.Entry<ResourceKey, Document> entry : wanted.entrySet()) {
        ResourceKey key = entry.getKey();
        Optional<Resource> stored = store.get(key);
        if (stored.isPresent() && stored.get().owner() != Owner.MANIFEST) {
          mistakes.add(
              new Mistake(
                  entry.getValue().line(),
                  key + " is owned by " + stored.get().owner() + "; a file may not change it"));
        }
        changes.add(new Change.Put(key, Owner.MANIFEST, entry.getValue().json()));
        String other = ledger.file(key);
        if (other != null && !other.equals(file)) {
          entries
              .computeIfAbsent(other, gone -> new LinkedHashSet<>(ledger.keys(gone)))
              .remove(key);
        }
      }
      if (!mistakes.isEmpty()) {
        return new Outcome.Refused(mistakes, true);
      }
      for (ResourceKey key : ledger.keys(file)) {
        if (!wanted.containsKey(key)) {
          addDeletion(key, changes);
          changed = true;
        }
      }
      if (!wanted.isEmpty() || !ledger.keys(file).isEmpty()) {
        entries.put(file, wanted.keySet());
      }
      entries.forEach((name, keys) -> changes.add(Ledger.entry(name, keys)));
      Map<ResourceKey, Long> before = revisions(wanted.keySet());
      for (Optional<Resource> after : store.apply(changes)) {
        changed |=
            after.isPresent()
                && wanted.containsKey(after.get().key())
                && !Long.valueOf(after.get().revision()).equals(before.get(after.get().key()));
      }
      entries.forEach(ledger::put);
      return new Outcome.Applied(wanted.size(), changed);
    } catch (MetaException.Invalid e) {
      return new Outcome.Refused(mistakes(e, wanted), true);
    } catch (MetaException.Conflict | MetaException.NotFound e) {
      return new Outcome.Refused(List.of(new Mistake(1, String.valueOf(e.getMessage()))), true);
    } catch (MetaException.Unavailable | MetaException.Compacted e) {
      return new Outcome.Waiting(String.valueOf(e.getMessage()));
    }
  }

  /** What is not this folder's any more is left to its owner. */
  private void addDeletion(ResourceKey key, List<Change> changes) {
    if (store.get(key).map(Resource::owner).orElse(null) == Owner.MANIFEST) {
      changes.add(new Change.Delete(key, Owner.MANIFEST));
    }
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

  /** The mistakes in all resources of a batch: the others' are suppressed in the first's. */
  private static List<Mistake> mistakes(
      MetaException.Invalid first, Map<ResourceKey, Document> wanted) {
    List<MetaException.Invalid> all = new ArrayList<>(List.of(first));
    for (Throwable other : first.getSuppressed()) {
      if (other instanceof MetaException.Invalid invalid) {
        all.add(invalid);
      }
    }
    List<Mistake> mistakes = new ArrayList<>();
    for (MetaException.Invalid invalid : all) {
      Document document = wanted.get(invalid.key());
      for (Violation violation : invalid.violations()) {
        mistakes.add(
            document == null ? new Mistake(1, violation.toString()) : mistake(document, violation));
      }
    }
    return mistakes;
  }

  private static Mistake mistake(Document document, Violation violation) {
    return new Mistake(document.lineOf(violation.pointer()), violation.toString());
  }
}
