package io.margay.edged.internal.pod;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where variables and downward files get their values. */
final class EnvReader {
  private static final Set<String> POD_FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  private static final Set<String> FILE_FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "metadata.labels",
          "metadata.annotations");
  private static final Pattern SUBSCRIPT =
      Pattern.compile("metadata\\.(labels|annotations)\\['[^']+']");
  private static final Set<String> RESOURCES =
      Set.of(
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.ephemeral-storage");
  private static final Quantity ONE = new Quantity(BigDecimal.ONE);

  private EnvReader() {}

  static List<EnvVar> env(FieldReader container) {
    List<EnvVar> env = new ArrayList<>();
    for (FieldReader variable : container.objects("env")) {
      String name = variable.text("name", Forms.VARIABLE, "a name without \"=\"");
      env.add(new EnvVar(name, source(variable)));
    }
    return env;
  }

  static List<EnvFrom> envFrom(FieldReader container) {
    List<EnvFrom> env = new ArrayList<>();
    for (FieldReader from : container.objects("envFrom")) {
      boolean secret = from.has("secretRef");
      if (secret == from.has("configMapRef")) {
        from.wrong("configMapRef", "configMapRef or secretRef");
        continue;
      }
      FieldReader reference = from.object(secret ? "secretRef" : "configMapRef");
      env.add(
          new EnvFrom(
              from.text("prefix"),
              reference.text("name", Forms.SUBDOMAIN, Forms.A_SUBDOMAIN),
              secret,
              reference.flag("optional", false)));
    }
    return env;
  }

  private static EnvSource source(FieldReader variable) {
    if (!variable.has("valueFrom")) {
      return new EnvSource.Value(variable.text("value"));
    }
    if (variable.has("value")) {
      variable.wrong("valueFrom", "value or valueFrom, not both");
    }
    FieldReader from = variable.object("valueFrom");
    if (from.has("configMapKeyRef")) {
      FieldReader key = from.object("configMapKeyRef");
      return new EnvSource.ConfigMapKey(name(key), key(key), key.flag("optional", false));
    }
    if (from.has("secretKeyRef")) {
      FieldReader key = from.object("secretKeyRef");
      return new EnvSource.SecretKey(name(key), key(key), key.flag("optional", false));
    }
    EnvSource source = podOrResource(from, false);
    if (source == null) {
      from.wrong("fieldRef", "one of configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef");
      return new EnvSource.Value("");
    }
    return source;
  }

  private static String name(FieldReader reference) {
    return reference.text("name", Forms.SUBDOMAIN, Forms.A_SUBDOMAIN);
  }

  private static String key(FieldReader reference) {
    return reference.text("key", Forms.KEY, Forms.A_KEY);
  }

  /**
   * A field of the pod or of what a container may use; null when neither is named.
   *
   * @param file whether it becomes a file, which knows other fields than a variable
   */
  static @Nullable EnvSource podOrResource(FieldReader from, boolean file) {
    if (from.has("fieldRef")) {
      FieldReader field = from.object("fieldRef");
      String path = field.text("fieldPath");
      Set<String> known = file ? FILE_FIELDS : POD_FIELDS;
      if (!known.contains(path) && !SUBSCRIPT.matcher(path).matches()) {
        field.wrong(
            "fieldPath",
            "one of "
                + String.join(", ", known.stream().sorted().toList())
                + ", metadata.labels['key'], metadata.annotations['key']");
      }
      return new EnvSource.PodField(path);
    }
    if (from.has("resourceFieldRef")) {
      FieldReader field = from.object("resourceFieldRef");
      String resource = field.text("resource");
      if (!RESOURCES.contains(resource)) {
        field.wrong(
            "resource", "one of " + String.join(", ", RESOURCES.stream().sorted().toList()));
      }
      Quantity divisor = ResourcesReader.quantity(field, "divisor");
      return new EnvSource.ContainerResource(
          field.text("containerName"), resource, divisor.isZero() ? ONE : divisor);
    }
    return null;
  }
}
