package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A device that a search has found.
 *
 * @param name a name that it could have on the node: lower case letters, digits and {@code -}
 * @param settings {@code protocol.configData} that reaches it
 * @param facts what it says of itself, such as {@code vendor} and {@code firmware}
 */
public record DiscoveredDevice(
    String name, Map<String, Object> settings, Map<String, String> facts) {

  public DiscoveredDevice {
    requireNonNull(name, "name");
    settings = Map.copyOf(settings);
    facts = Map.copyOf(facts);
  }
}
