package io.margay.edged.internal.pod;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  /** Whether others ask for, or may use, another amount. */
  boolean differs(String resource, Resources others) {
    return !request(resource).equals(others.request(resource))
        || !limit(resource).equals(others.limit(resource));
  }

  /** Whether there is a limit here and none with others: an engine can only change one. */
  boolean hasLimitThatGoes(String resource, Resources others) {
    return !limit(resource).isZero() && others.limit(resource).isZero();
  }

  /** As Kubernetes writes them: {@code {"limits": {"cpu": "0.5"}, "requests": …}}. */
  public Map<String, Object> written() {
    Map<String, Object> written = new LinkedHashMap<>();
    if (!limits.isEmpty()) {
      written.put("limits", written(limits));
    }
    if (!requests.isEmpty()) {
      written.put("requests", written(requests));
    }
    return written;
  }

  private static Map<String, String> written(Map<String, Quantity> amounts) {
    Map<String, String> written = new TreeMap<>();
    amounts.forEach((name, amount) -> written.put(name, amount.toString()));
    return written;
  }

  /** Those that were {@link #written}; what is something else is left out. */
  public static Resources read(Map<?, ?> written) {
    return new Resources(amounts(written.get("requests")), amounts(written.get("limits")));
  }

  private static Map<String, Quantity> amounts(@Nullable Object written) {
    Map<String, Quantity> amounts = new LinkedHashMap<>();
    if (written instanceof Map<?, ?> map) {
      map.forEach(
          (name, amount) ->
              Quantity.parse(String.valueOf(amount))
                  .ifPresent(read -> amounts.put(String.valueOf(name), read)));
    }
    return amounts;
  }
}
