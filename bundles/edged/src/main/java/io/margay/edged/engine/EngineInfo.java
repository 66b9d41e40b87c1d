package io.margay.edged.engine;

/**
 * Which engine it is.
 *
 * @param name as it stands before {@code ://} in a container's id: {@code containerd}, {@code
 *     cri-o}, {@code runc}
 */
public record EngineInfo(String name, String version) {}
