package io.margay.meta;

import static java.util.Objects.requireNonNull;

import io.margay.meta.Requirement.Operator;
import io.margay.meta.Requirement.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Picks resources of a type.
 *
 * @param namespace the namespace; empty for all
 * @param name the name; empty for all
 * @param labels labels that a resource must have, with these values
 * @param requirements what must hold besides
 */
public record Selector(
    String namespace, String name, Map<String, String> labels, List<Requirement> requirements) {

  /** Picks all. */
  public static final Selector ALL = new Selector("", "", Map.of());

  public Selector {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    labels = Map.copyOf(labels);
    requirements = List.copyOf(requirements);
  }

  public Selector(String namespace, String name, Map<String, String> labels) {
    this(namespace, name, labels, List.of());
  }

  /** Picks those of one namespace. */
  public static Selector inNamespace(String namespace) {
    return new Selector(namespace, "", Map.of());
  }

  /**
   * Picks, of these, those whose labels agree.
   *
   * @param text see {@link Requirement#onLabels}
   * @throws IllegalArgumentException saying where the text is wrong
   */
  public Selector withLabels(String text) {
    return with(Requirement.onLabels(text));
  }

  /**
   * Picks, of these, those whose fields agree. {@code metadata.namespace=} and {@code
   * metadata.name=} cost nothing; any other field is looked up in each resource.
   *
   * @param text see {@link Requirement#onFields}
   * @throws IllegalArgumentException saying where the text is wrong
   */
  public Selector withFields(String text) {
    return with(Requirement.onFields(text));
  }

  /** Whether it picks the resource. */
  public boolean matches(Resource resource) {
    if (!(namespace.isEmpty() || namespace.equals(resource.key().namespace()))
        || !(name.isEmpty() || name.equals(resource.key().name()))
        || !resource.labels().entrySet().containsAll(labels.entrySet())) {
      return false;
    }
    Fields fields = new Fields(resource);
    return requirements.stream().allMatch(requirement -> holds(requirement, resource, fields));
  }

  private Selector with(List<Requirement> more) {
    String inNamespace = namespace;
    String named = name;
    List<Requirement> all = new ArrayList<>(requirements);
    for (Requirement requirement : more) {
      if (inNamespace.isEmpty() && isEquality(requirement, Fields.NAMESPACE)) {
        inNamespace = requirement.values().iterator().next();
      } else if (named.isEmpty() && isEquality(requirement, Fields.NAME)) {
        named = requirement.values().iterator().next();
      } else {
        all.add(requirement);
      }
    }
    return new Selector(inNamespace, named, labels, all);
  }

  private static boolean isEquality(Requirement requirement, String field) {
    return requirement.subject() == Subject.FIELD
        && requirement.key().equals(field)
        && requirement.operator() == Operator.IN
        && requirement.values().size() == 1
        && !requirement.values().contains("");
  }

  private static boolean holds(Requirement requirement, Resource resource, Fields fields) {
    @Nullable String value =
        requirement.subject() == Subject.LABEL
            ? resource.labels().get(requirement.key())
            : fields.get(requirement.key());
    return switch (requirement.operator()) {
      case IN -> value != null && requirement.values().contains(value);
      case NOT_IN -> value == null || !requirement.values().contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }
}
