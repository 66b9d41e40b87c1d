package io.margay.edged.engine;

import java.util.List;

/**
 * The name servers of a sandbox: the lines of its {@code resolv.conf}.
 *
 * @param options {@code ndots:5}, for example
 */
public record Dns(List<String> servers, List<String> searches, List<String> options) {

  /** The host's own {@code resolv.conf}. */
  public static final Dns HOST = new Dns(List.of(), List.of(), List.of());

  public Dns {
    servers = List.copyOf(servers);
    searches = List.copyOf(searches);
    options = List.copyOf(options);
  }
}
