package io.margay.cri.internal;

import java.time.Duration;
import java.util.Set;

/**
 * How long an engine may take, and where its streams may lead.
 *
 * @param call for everything that has no limit of its own, and on top of a grace or a timeout
 * @param pull for an image to be fetched
 * @param streamHosts hosts beside loopback that an engine's streams may come from
 */
public record CriLimits(Duration call, Duration pull, Set<String> streamHosts) {
  public CriLimits {
    streamHosts = Set.copyOf(streamHosts);
  }
}
