package io.margay.edged.engine;

/**
 * A port of the host that leads into a sandbox.
 *
 * @param hostAddress empty for all addresses
 */
public record PortMapping(Protocol protocol, int containerPort, int hostPort, String hostAddress) {

  /** Transport protocols of ports. */
  public enum Protocol {
    TCP,
    UDP,
    SCTP
  }
}
