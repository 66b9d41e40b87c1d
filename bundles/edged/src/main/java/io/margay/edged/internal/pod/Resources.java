package io.margay.edged.internal.pod;

import java.util.Map;

/**
 * What a container asks for and may use at most, by {@code cpu}, {@code memory}, {@code
 * ephemeral-storage}. A request that is not said is what the limit says.
 */
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
  public static final Resources NONE = new Resources(Map.of(), Map.of());
  public static final String CPU = "cpu";
  public static final String MEMORY = "memory";
  public static final String STORAGE = "ephemeral-storage";

  public Resources {
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
  }

  /** What is asked for; zero when nothing. */
  public Quantity request(String resource) {
    return requests.getOrDefault(resource, limit(resource));
  }

  /** What may be used at most; zero when as much as there is. */
  public Quantity limit(String resource) {
    return limits.getOrDefault(resource, Quantity.ZERO);
  }
}
