package io.margay.dmi;

import static java.util.Objects.requireNonNull;

/**
 * Who a mapper is ({@code v1beta1.MapperInfo}).
 *
 * @param name unique on the node
 * @param version of the mapper
 * @param protocol the {@link ProtocolConfig#protocolName()} that it serves
 */
public record MapperInfo(String name, String version, String protocol) {

  public MapperInfo {
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    requireNonNull(protocol, "protocol");
  }
}
