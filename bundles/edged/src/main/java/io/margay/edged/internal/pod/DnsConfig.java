package io.margay.edged.internal.pod;

import java.util.List;

/**
 * Name servers beside or instead of those of the policy.
 *
 * @param options {@code ndots:5}, for example
 */
public record DnsConfig(List<String> servers, List<String> searches, List<String> options) {
  /** Nothing is added. */
  public static final DnsConfig NONE = new DnsConfig(List.of(), List.of(), List.of());

  public DnsConfig {
    servers = List.copyOf(servers);
    searches = List.copyOf(searches);
    options = List.copyOf(options);
  }
}
