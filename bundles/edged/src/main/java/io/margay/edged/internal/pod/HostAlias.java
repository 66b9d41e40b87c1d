package io.margay.edged.internal.pod;

import java.util.List;

/** A line of a pod's {@code /etc/hosts}. */
public record HostAlias(String address, List<String> hostnames) {
  public HostAlias {
    hostnames = List.copyOf(hostnames);
  }
}
