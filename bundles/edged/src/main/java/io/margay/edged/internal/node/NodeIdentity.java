package io.margay.edged.internal.node;

/**
 * How this machine is called as a node.
 *
 * @param address by which others reach it; empty when it has none
 */
public record NodeIdentity(String name, String address) {

  static NodeIdentity of(EdgedConfig config, Machine machine) {
    return new NodeIdentity(
        config.nodeName().isBlank() ? machine.hostname() : config.nodeName().strip(),
        config.nodeAddress().isBlank() ? machine.address() : config.nodeAddress().strip());
  }
}
