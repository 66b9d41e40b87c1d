package io.margay.edged.internal.pod;

import io.margay.edged.engine.PortMapping.Protocol;

/**
 * A port that a container listens on.
 *
 * @param name empty when it has none
 * @param hostPort 0 when the host's ports are left alone
 * @param hostAddress empty for all addresses of the host
 */
public record ContainerPort(
    String name, int containerPort, int hostPort, String hostAddress, Protocol protocol) {}
