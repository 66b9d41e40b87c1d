package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.MetaException;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.Violation;
import io.margay.meta.yaml.Document;
import io.margay.meta.yaml.UnreadableException;
import io.margay.meta.yaml.YamlReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes changes of YAML documents, and finds the lines of mistakes. Where a document does not say
 * who owns it, it is the node's own.
 */
final class BackupReader {
  private final Source source;
  private final Map<ResourceKey, Integer> lines = new HashMap<>();
  private final List<Change> statuses = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  /** The text, which is read again when the lines of mistakes are wanted. */
  @FunctionalInterface
  interface Source {
    Reader open() throws IOException;
  }

  BackupReader(Source source) {
    this.source = source;
  }

  /**
   * The changes that make the resources, with their status where there is one.
   *
   * @throws UnreadableException naming the line that is wrong
   */
  List<Change> changes() throws IOException, UnreadableException {
    try (Reader text = source.open()) {
      YamlReader.read(text, this::add);
    }
    changes.addAll(statuses);
    return changes;
  }

  /** How many resources there are. */
  int resources() {
    return lines.size();
  }

  /** The mistakes that the store found in one of them, each with its line. */
  String explain(MetaException.Invalid refusal) throws IOException, UnreadableException {
    int first = lines.getOrDefault(refusal.key(), 1);
    List<Document> found = new ArrayList<>();
    try (Reader text = source.open()) {
      YamlReader.read(
          text,
          document -> {
            if (document.line() == first) {
              found.add(document);
            }
          });
    }
    return found.stream()
        .flatMap(document -> refusal.violations().stream().map(v -> explain(document, v)))
        .collect(Collectors.joining("; ", refusal.key() + ": ", ""));
  }

  private static String explain(Document document, Violation violation) {
    return "line " + document.lineOf(violation.pointer()) + ": " + violation;
  }

  private void add(Document document) throws UnreadableException {
    Map<String, Object> root = JsonText.read(document.json());
    Map<?, ?> metadata = JsonText.object(root.get("metadata"));
    ResourceKey key =
        new ResourceKey(
            ResourceType.of(
                text(document, root, "", "apiVersion"), text(document, root, "", "kind")),
            metadata.get("namespace") == null
                ? ""
                : text(document, metadata, "/metadata", "namespace"),
            text(document, metadata, "/metadata", "name"));
    Integer before = lines.putIfAbsent(key, document.line());
    if (before != null) {
      throw new UnreadableException(
          document.line(), key + " stands here again, it was in line " + before + " already");
    }
    changes.add(new Change.Put(key, owner(document, root), document.json()));
    if (root.get("status") instanceof Map<?, ?> status) {
      statuses.add(new Change.PutStatus(key, JsonText.write(asObject(status))));
    }
  }

  private static Owner owner(Document document, Map<String, Object> root)
      throws UnreadableException {
    Object named = root.get(ContentReader.OWNER_FIELD);
    if (named == null) {
      return Owner.LOCAL;
    }
    Optional<Owner> owner =
        Stream.of(Owner.values()).filter(one -> one.toString().equals(named)).findFirst();
    return owner.orElseThrow(
        () ->
            new UnreadableException(
                document.lineOf("/margay.io~1owner"),
                "/margay.io~1owner: found "
                    + named
                    + ", expected "
                    + Stream.of(Owner.values())
                        .map(one -> one.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
  }

  private static String text(Document document, Map<?, ?> object, String parent, String field)
      throws UnreadableException {
    Object value = object.get(field);
    if (value instanceof String text && !text.isEmpty()) {
      return text;
    }
    String pointer = parent + "/" + field;
    throw new UnreadableException(
        document.lineOf(pointer),
        pointer + ": found " + (value == null ? "nothing" : value) + ", expected a text");
  }

  @SuppressWarnings("unchecked") // JsonText makes maps with texts as keys only
  private static Map<String, Object> asObject(Map<?, ?> object) {
    return (Map<String, Object>) object;
  }
}
