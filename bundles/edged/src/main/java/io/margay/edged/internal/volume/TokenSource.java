package io.margay.edged.internal.volume;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.VolumeSource.ServiceAccountToken;

/** Gets the tokens by which pods are known to an API server. Never shown. */
@FunctionalInterface
public interface TokenSource {

  /** A node without an API server has none. */
  TokenSource NONE =
      (pod, token) -> {
        throw new VolumeException(
            "serviceAccountToken: no API server that makes tokens is known to this node");
      };

  /**
   * A token that is valid now. Called again and again while the pod runs; the same answer is fine
   * until the token is old.
   */
  String token(Pod pod, ServiceAccountToken token) throws VolumeException;
}
