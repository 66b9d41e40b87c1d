package io.margay.manifests.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
  private static final Pattern API_VERSION = Pattern.compile("([a-z0-9.-]+/)?[a-z][a-z0-9]*");
  private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Envelope of(Document document) {
    JsonNode root;
    try {
      root = MAPPER.readTree(document.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the reader made it", e);
    }
    List<Violation> violations = new ArrayList<>();
    String apiVersion =
        text(root, "/apiVersion", API_VERSION, "group/version or version", violations);
    String kind = text(root, "/kind", KIND, "a kind", violations);
    String name =
        text(
            root,
            "/metadata/name",
            NAME,
            "lower-case letters, digits, \"-\" and \".\", at most 253",
            violations);
    String namespace =
        root.at("/metadata/namespace").isMissingNode()
            ? ""
            : text(
                root,
                "/metadata/namespace",
                NAMESPACE,
                "lower-case letters, digits and \"-\", at most 63",
                violations);
    return new Envelope(ResourceType.of(apiVersion, kind), namespace, name, violations);
  }

  ResourceKey key(ResourceSchema schema) {
    boolean byDefault = schema.namespaced() && namespace.isEmpty();
    return new ResourceKey(type, byDefault ? DEFAULT_NAMESPACE : namespace, name);
  }

  private static String text(
      JsonNode root, String pointer, Pattern pattern, String expected, List<Violation> violations) {
    JsonNode found = root.at(pointer);
    if (found.isTextual() && pattern.matcher(found.textValue()).matches()) {
      return found.textValue();
    }
    violations.add(
        new Violation(pointer, found.isMissingNode() ? "nothing" : shortened(found), expected));
    return "";
  }

  private static String shortened(JsonNode node) {
    String text = node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
