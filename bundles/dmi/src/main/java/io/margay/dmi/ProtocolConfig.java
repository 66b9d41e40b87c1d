package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How to reach a device ({@code spec.protocol}) or one property of it ({@code visitors}): the name
 * of a protocol, and settings that only its mapper understands.
 *
 * @param protocolName selects the mapper; may be empty for a property, which is reached as its
 *     device is
 * @param configData strings, booleans, numbers, lists and maps, as the manifest has them
 */
public record ProtocolConfig(String protocolName, Map<String, Object> configData) {

  /** Neither a protocol nor a setting. */
  public static final ProtocolConfig EMPTY = new ProtocolConfig("", Map.of());

  public ProtocolConfig {
    requireNonNull(protocolName, "protocolName");
    configData = ConfigData.frozen(configData);
  }
}
