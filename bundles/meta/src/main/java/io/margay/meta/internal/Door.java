package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceView;
import io.margay.meta.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets only those changes in that are well formed and that the schemas of their types accept. */
final class Door {
  private static final Logger log = LoggerFactory.getLogger(Door.class);
  private final Iterable<ResourceSchema> schemas;
  private final Function<ResourceKey, Optional<Resource>> stored;

  /**
   * @param schemas the schemas of the moment, safe to walk while they change
   */
  Door(Iterable<ResourceSchema> schemas, Function<ResourceKey, Optional<Resource>> stored) {
    this.schemas = schemas;
    this.stored = stored;
  }

  /**
   * Checks changes.
   *
   * @throws MetaException.Invalid for the first resource that has mistakes
   */
  List<CheckedChange> check(List<? extends Change> changes) {
    List<CheckedChange> checked = new ArrayList<>(changes.size());
    Map<ResourceKey, Optional<String>> after = new HashMap<>();
    for (Change change : changes) {
      checked.add(wellFormed(change));
    }
    for (CheckedChange change : checked) {
      if (change.change() instanceof Change.Put put) {
        after.put(put.key(), Optional.of(put.content()));
      } else if (change.change() instanceof Change.Delete gone) {
        after.put(gone.key(), Optional.empty());
      }
    }
    ResourceView view =
        key -> {
          Optional<String> changed = after.get(key);
          return changed != null ? changed : stored.apply(key).map(Resource::content);
        };
    for (CheckedChange change : checked) {
      if (change.change() instanceof Change.Put put) {
        askSchemas(put, view);
      }
    }
    return checked;
  }

  private static CheckedChange wellFormed(Change change) {
    if (change instanceof Change.Put put) {
      ContentReader.Content content = ContentReader.content(put.key(), put.content());
      return new CheckedChange(
          new Change.Put(put.key(), put.owner(), content.json(), put.precondition()),
          content.labels());
    }
    if (change instanceof Change.PutStatus put) {
      return new CheckedChange(
          new Change.PutStatus(
              put.key(), ContentReader.status(put.key(), put.status()), put.precondition()),
          Map.of());
    }
    return new CheckedChange(change, Map.of());
  }

  private void askSchemas(Change.Put put, ResourceView view) {
    ResourceKey key = put.key();
    List<Violation> violations = new ArrayList<>();
    for (ResourceSchema schema : schemas) {
      if (!schema.type().equals(key.type())) {
        continue;
      }
      if (schema.namespaced() == key.namespace().isEmpty()) {
        violations.add(
            new Violation(
                "/metadata/namespace",
                key.namespace().isEmpty() ? "nothing" : '"' + key.namespace() + '"',
                schema.namespaced() ? "a namespace" : "nothing"));
      }
      violations.addAll(ask(schema, put, view));
    }
    if (!violations.isEmpty()) {
      throw new MetaException.Invalid(key, violations);
    }
  }

  private static List<Violation> ask(ResourceSchema schema, Change.Put put, ResourceView view) {
    try {
      return schema.validate(put.key(), put.content(), view);
    } catch (RuntimeException e) {
      log.warn(
          "The schema of {} failed on {}; the resource is refused", schema.type(), put.key(), e);
      return List.of(
          new Violation("", "a resource on which the schema fails: " + e, "one that it can judge"));
    }
  }
}
