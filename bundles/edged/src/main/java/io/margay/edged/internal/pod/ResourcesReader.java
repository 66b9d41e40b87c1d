package io.margay.edged.internal.pod;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a container asks for and may use. */
final class ResourcesReader {
  private static final Set<String> KNOWN =
      Set.of(Resources.CPU, Resources.MEMORY, Resources.STORAGE);

  private ResourcesReader() {}

  static Resources resources(FieldReader container) {
    FieldReader resources = container.object("resources");
    if (!resources.objects("claims").isEmpty()) {
      resources.unsupported("claims", "no claims on devices");
    }
    Map<String, Quantity> limits = amounts(resources.object("limits"));
    FieldReader asked = resources.object("requests");
    Map<String, Quantity> requests = amounts(asked);
    requests.forEach(
        (name, amount) -> {
          if (limits.containsKey(name) && amount.compareTo(limits.get(name)) > 0) {
            asked.wrong(name, "at most the limit");
          }
        });
    return new Resources(requests, limits);
  }

  /** The resources whose change a running container does not bear. */
  static Set<String> restarting(FieldReader container) {
    Set<String> restarting = new HashSet<>();
    for (FieldReader policy : container.objects("resizePolicy")) {
      String resource =
          policy.choice(
              "resourceName",
              Words.ordered(Resources.CPU, Resources.CPU, Resources.MEMORY, Resources.MEMORY),
              "");
      if (resource.isEmpty() && !policy.has("resourceName")) {
        policy.wrong("resourceName", "cpu or memory");
      }
      if (policy.choice(
          "restartPolicy",
          Words.ordered("NotRequired", false, "RestartContainer", true),
          Boolean.FALSE)) {
        restarting.add(resource);
      }
    }
    return restarting;
  }

  private static Map<String, Quantity> amounts(FieldReader amounts) {
    Map<String, Quantity> read = new LinkedHashMap<>();
    for (Object key : amounts.data().keySet()) {
      String name = String.valueOf(key);
      Quantity amount = quantity(amounts, name);
      if (KNOWN.contains(name)) {
        read.put(name, amount);
      } else if (!amount.isZero()) {
        amounts.unsupported(name, "one of cpu, memory, ephemeral-storage");
      }
    }
    return read;
  }

  /** An amount, which may also be written as a number; zero when missing. */
  static Quantity quantity(FieldReader field, String name) {
    Object value = field.data().get(name);
    if (value == null) {
      return Quantity.ZERO;
    }
    Optional<Quantity> quantity =
        value instanceof String || value instanceof Number
            ? Quantity.parse(value.toString())
            : Optional.empty();
    if (quantity.isEmpty()) {
      field.wrong(name, "an amount such as 100m, 0.5, 64Mi");
    }
    return quantity.orElse(Quantity.ZERO);
  }
}
