package io.margay.edged.internal.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.internal.pod.EnvFrom;
import io.margay.edged.internal.pod.EnvSource;
import io.margay.edged.internal.pod.EnvVar;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the variables of a container's environment: first all keys of {@code envFrom}, then {@code
 * env} in its order, each of which sees those before it.
 */
public final class Environments {
  private static final long MOST_BYTES = 1 << 20;

  private final KeyedObjects objects;
  private final DownwardFields fields;

  public Environments(KeyedObjects objects, DownwardFields fields) {
    this.objects = objects;
    this.fields = fields;
  }

  /**
   * The variables by their names, in order.
   *
   * @throws SpecException naming the ConfigMap, Secret or key that is not there
   */
  public Map<String, String> of(Pod pod, PodContainer container, PodAddresses addresses)
      throws SpecException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (EnvFrom from : container.envFrom()) {
      putAll(variables, pod, from);
    }
    for (EnvVar variable : container.env()) {
      String value = value(pod, container, variable, addresses, variables);
      if (value != null) {
        variables.put(variable.name(), value);
      }
    }
    refuseTooMuch(container, variables);
    return variables;
  }

  private void putAll(Map<String, String> variables, Pod pod, EnvFrom from) throws SpecException {
    Map<String, byte[]> values = find(pod, from.secret(), from.name(), from.optional());
    if (values != null) {
      values.forEach((key, value) -> variables.put(from.prefix() + key, new String(value, UTF_8)));
    }
  }

  private @Nullable String value(
      Pod pod,
      PodContainer container,
      EnvVar variable,
      PodAddresses addresses,
      Map<String, String> variables)
      throws SpecException {
    EnvSource source = variable.source();
    if (source instanceof EnvSource.Value said) {
      return Expansion.expand(said.text(), variables);
    } else if (source instanceof EnvSource.ConfigMapKey key) {
      return keyed(pod, false, key.name(), key.key(), key.optional());
    } else if (source instanceof EnvSource.SecretKey key) {
      return keyed(pod, true, key.name(), key.key(), key.optional());
    } else if (source instanceof EnvSource.PodField field) {
      return fields.field(pod, field, addresses);
    }
    return fields.resource(pod, container, (EnvSource.ContainerResource) source);
  }

  private @Nullable String keyed(Pod pod, boolean secret, String name, String key, boolean optional)
      throws SpecException {
    Map<String, byte[]> values = find(pod, secret, name, optional);
    byte[] value = values == null ? null : values.get(key);
    if (value == null && !optional) {
      throw new SpecException(
          "%s %s/%s has no key \"%s\""
              .formatted(kind(secret), pod.identity().namespace(), name, key));
    }
    return value == null ? null : new String(value, UTF_8);
  }

  private @Nullable Map<String, byte[]> find(Pod pod, boolean secret, String name, boolean optional)
      throws SpecException {
    String namespace = pod.identity().namespace();
    Map<String, byte[]> values =
        secret ? objects.secret(namespace, name) : objects.configMap(namespace, name);
    if (values == null && !optional) {
      throw new SpecException("%s %s/%s does not exist".formatted(kind(secret), namespace, name));
    }
    return values;
  }

  private static String kind(boolean secret) {
    return secret ? "Secret" : "ConfigMap";
  }

  /** Linux would refuse the start of the container with a message that names nothing. */
  private static void refuseTooMuch(PodContainer container, Map<String, String> variables)
      throws SpecException {
    long bytes = 0;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (variable.getValue().indexOf('\0') >= 0) {
        throw new SpecException(
            "container %s: variable %s: found a zero byte, expected text"
                .formatted(container.name(), variable.getKey()));
      }
      bytes += variable.getKey().length() + variable.getValue().length() + 2L;
    }
    if (bytes > MOST_BYTES) {
      throw new SpecException(
          "container %s: found an environment of %d bytes, expected at most %d"
              .formatted(container.name(), bytes, MOST_BYTES));
    }
  }
}
