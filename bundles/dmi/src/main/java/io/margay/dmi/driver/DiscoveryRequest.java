package io.margay.dmi.driver;

import java.util.Map;

/**
 * Where and how to look for devices.
 *
 * @param settings what the person who asks has stated, in the keys of {@code protocol.configData},
 *     and those that the driver's page in {@code docs/} names for discovery
 */
public record DiscoveryRequest(Map<String, Object> settings) {
  public DiscoveryRequest {
    settings = Map.copyOf(settings);
  }
}
