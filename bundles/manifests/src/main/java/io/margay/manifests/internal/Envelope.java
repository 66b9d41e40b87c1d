package io.margay.manifests.internal;

import io.margay.meta.JsonText;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.Violation;
import io.margay.meta.yaml.Document;
import io.margay.meta.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every resource has: apiVersion, kind, metadata.name and perhaps metadata.namespace.
 *
 * @param namespace empty when the document names none
 */
record Envelope(ResourceType type, String namespace, String name, List<Violation> violations) {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern NAMESPACE = Pattern.compile(LABEL);
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");
  private static final String IN_QUOTES =
      ", in quotes: YAML takes numbers, and on, off, yes and no, for something else without them";
  private static final Pattern API_VERSION = Pattern.compile("([a-z0-9.-]+/)?[a-z][a-z0-9]*");
  private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  static Envelope of(Document document) {
    Map<String, Object> root = JsonText.read(document.json());
    Map<?, ?> metadata = JsonText.object(root.get("metadata"));
    List<Violation> violations = new ArrayList<>();
    String apiVersion =
        text(root, "", "apiVersion", API_VERSION, "group/version or version", violations);
    String kind = text(root, "", "kind", KIND, "a kind", violations);
    String name =
        text(
            metadata,
            "/metadata",
            "name",
            NAME,
            "lower-case letters, digits, \"-\" and \".\", at most 253",
            violations);
    String namespace =
        !metadata.containsKey("namespace")
            ? ""
            : text(
                metadata,
                "/metadata",
                "namespace",
                NAMESPACE,
                "lower-case letters, digits and \"-\", at most 63",
                violations);
    addMistakes(metadata, "labels", violations);
    addMistakes(metadata, "annotations", violations);
    return new Envelope(ResourceType.of(apiVersion, kind), namespace, name, violations);
  }

  ResourceKey key(ResourceSchema schema) {
    boolean byDefault = schema.namespaced() && namespace.isEmpty();
    return new ResourceKey(type, byDefault ? DEFAULT_NAMESPACE : namespace, name);
  }

  private static String text(
      Map<?, ?> object,
      String pointer,
      String field,
      Pattern pattern,
      String expected,
      List<Violation> violations) {
    Object found = object.get(field);
    if (found instanceof String text && pattern.matcher(text).matches()) {
      return text;
    }
    violations.add(
        new Violation(
            pointer + "/" + field,
            object.containsKey(field) ? shortened(found) : "nothing",
            isTaken(found) ? expected + IN_QUOTES : expected));
    return "";
  }

  /** Labels and annotations are texts by names. */
  private static void addMistakes(Map<?, ?> metadata, String field, List<Violation> violations) {
    JsonText.object(metadata.get(field))
        .forEach(
            (name, value) -> {
              if (!(value instanceof String)) {
                String at = Pointer.member("/metadata/" + field, String.valueOf(name));
                violations.add(new Violation(at, shortened(value), "a text" + IN_QUOTES));
              }
            });
  }

  /** Whether YAML has taken a word for something else. */
  private static boolean isTaken(@Nullable Object found) {
    return found instanceof Boolean || found instanceof Number;
  }

  private static String shortened(@Nullable Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
