package io.margay.edged.internal.node;

import org.jspecify.annotations.Nullable;

/**
 * How this machine is called as a node.
 *
 * @param address by which others reach it; empty when it has none
 */
public record NodeIdentity(String name, String address) {

  /**
   * @param launched the name with which the node was launched; null when it was given none
   */
  static NodeIdentity of(EdgedConfig config, @Nullable String launched, Machine machine) {
    String usual = launched == null || launched.isBlank() ? machine.hostname() : launched;
    return new NodeIdentity(
        config.nodeName().isBlank() ? usual : config.nodeName().strip(),
        config.nodeAddress().isBlank() ? machine.address() : config.nodeAddress().strip());
  }
}
