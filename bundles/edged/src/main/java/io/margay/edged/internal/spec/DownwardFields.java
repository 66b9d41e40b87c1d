package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.EnvSource.ContainerResource;
import io.margay.edged.internal.pod.EnvSource.PodField;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.Quantity;
import io.margay.edged.internal.pod.Resources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What containers are told of their own pod, in variables and files (kubernetes.io, "Downward
 * API").
 */
public final class DownwardFields {
  private final String node;
  private final Capacity capacity;

  /**
   * @param capacity stands in for limits that a container does not have
   */
  public DownwardFields(String node, Capacity capacity) {
    this.node = node;
    this.capacity = capacity;
  }

  /** The value of a field of the pod. */
  public String field(Pod pod, PodField field, PodAddresses addresses) throws SpecException {
    String path = field.path();
    return switch (path) {
      case "metadata.name" -> pod.identity().name();
      case "metadata.namespace" -> pod.identity().namespace();
      case "metadata.uid" -> pod.identity().uid();
      case "metadata.labels" -> lines(pod.labels());
      case "metadata.annotations" -> lines(pod.annotations());
      case "spec.nodeName" -> pod.spec().nodeName().isEmpty() ? node : pod.spec().nodeName();
      case "spec.serviceAccountName" ->
          pod.spec().serviceAccount().isEmpty() ? "default" : pod.spec().serviceAccount();
      case "status.hostIP" -> addresses.host().stream().findFirst().orElse("");
      case "status.hostIPs" -> String.join(",", addresses.host());
      case "status.podIP" -> addresses.pod().stream().findFirst().orElse("");
      case "status.podIPs" -> String.join(",", addresses.pod());
      default -> subscript(pod, path);
    };
  }

  private static String subscript(Pod pod, String path) throws SpecException {
    int open = path.indexOf("['");
    if (open > 0 && path.endsWith("']")) {
      String key = path.substring(open + 2, path.length() - 2);
      switch (path.substring(0, open)) {
        case "metadata.labels" -> {
          return pod.labels().getOrDefault(key, "");
        }
        case "metadata.annotations" -> {
          return pod.annotations().getOrDefault(key, "");
        }
        default -> {}
      }
    }
    throw new SpecException("fieldPath: found \"%s\", which a pod does not have".formatted(path));
  }

  /** One {@code key="value"} per line, as Kubernetes writes maps into downward files. */
  private static String lines(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()))
            .collect(Collectors.joining("\n"));
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  /**
   * What a container may use, in units of the divisor, rounded up.
   *
   * @param self the container that asks, where none is named
   */
  public String resource(Pod pod, PodContainer self, ContainerResource field) throws SpecException {
    return amount(field.container().isEmpty() ? self : named(pod, field), field);
  }

  /** As {@link #resource(Pod, PodContainer, ContainerResource)}, for files: they name it. */
  public String resource(Pod pod, ContainerResource field) throws SpecException {
    return amount(named(pod, field), field);
  }

  private static PodContainer named(Pod pod, ContainerResource field) throws SpecException {
    return pod.spec()
        .container(field.container())
        .orElseThrow(
            () ->
                new SpecException(
                    "resourceFieldRef.containerName: found \"%s\", expected a container of the pod"
                        .formatted(field.container())));
  }

  private String amount(PodContainer container, ContainerResource field) {
    String resource = field.resource().substring(field.resource().indexOf('.') + 1);
    Quantity amount =
        field.resource().startsWith("limits.")
            ? limit(container.resources(), resource)
            : container.resources().request(resource);
    return amount
        .value()
        .divide(field.divisor().value(), 0, RoundingMode.CEILING)
        .toBigInteger()
        .toString();
  }

  private Quantity limit(Resources resources, String resource) {
    Quantity limit = resources.limit(resource);
    if (!limit.isZero()) {
      return limit;
    }
    return new Quantity(
        switch (resource) {
          case Resources.CPU -> BigDecimal.valueOf(capacity.cpuMillis(), 3);
          case Resources.MEMORY -> BigDecimal.valueOf(capacity.memoryBytes());
          default -> BigDecimal.valueOf(capacity.storageBytes());
        });
  }
}
