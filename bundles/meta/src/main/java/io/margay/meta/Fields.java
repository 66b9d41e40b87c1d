package io.margay.meta;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks fields of a resource up, and reads its JSON once at most. */
final class Fields {
  static final String NAMESPACE = "metadata.namespace";
  static final String NAME = "metadata.name";
  private static final String STATUS = "status.";

  private final Resource resource;
  private @Nullable Map<String, Object> content;
  private @Nullable Map<String, Object> status;

  Fields(Resource resource) {
    this.resource = resource;
  }

  /** The value of a field as text; empty when there is none that is one value. */
  String get(String path) {
    return switch (path) {
      case NAMESPACE -> resource.key().namespace();
      case NAME -> resource.key().name();
      default ->
          path.startsWith(STATUS)
              ? text(status(), path.substring(STATUS.length()))
              : text(content(), path);
    };
  }

  private static String text(Map<String, Object> root, String path) {
    @Nullable Object value = root;
    for (String name : path.split("\\.", -1)) {
      value = JsonText.object(value).get(name);
    }
    return value == null || value instanceof Map || value instanceof Iterable
        ? ""
        : value.toString();
  }

  private Map<String, Object> content() {
    if (content == null) {
      content = JsonText.read(resource.content());
    }
    return content;
  }

  private Map<String, Object> status() {
    if (status == null) {
      status = resource.status() == null ? Map.of() : JsonText.read(resource.status());
    }
    return status;
  }
}
