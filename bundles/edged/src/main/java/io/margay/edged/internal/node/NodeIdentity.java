package io.margay.edged.internal.node;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How this machine is called as a node, and by which address others reach it. */
public final class NodeIdentity {
  private final String name;
  private final Supplier<Optional<String>> routed;
  private volatile String known;

  /**
   * @param known the address until another one is found; empty when there is none
   * @param routed the address that leads to others now, if there is one
   */
  NodeIdentity(String name, String known, Supplier<Optional<String>> routed) {
    this.name = name;
    this.known = known;
    this.routed = routed;
  }

  /**
   * @param launched the name with which the node was launched; null when it was given none
   */
  static NodeIdentity of(EdgedConfig config, @Nullable String launched, Machine machine) {
    String usual = launched == null || launched.isBlank() ? machine.hostname() : launched;
    String name = config.nodeName().isBlank() ? usual : config.nodeName().strip();
    return config.nodeAddress().isBlank()
        ? new NodeIdentity(name, machine.address(), machine::routedAddress)
        : new NodeIdentity(name, config.nodeAddress().strip(), Optional::empty);
  }

  public String name() {
    return name;
  }

  /**
   * By which others reach the node now; empty when it has none. Machines often get theirs after the
   * node has started; one that is lost stays known until there is another.
   */
  public String address() {
    routed.get().ifPresent(address -> known = address);
    return known;
  }
}
