package io.margay.edged.internal.pod;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.securityContext}: as whom the pod's processes run. Null means: not said. */
public record PodSecurity(
    @Nullable Long runAsUser,
    @Nullable Long runAsGroup,
    @Nullable Boolean runAsNonRoot,
    List<Long> supplementalGroups,
    @Nullable Long fsGroup,
    boolean fsGroupOnRootMismatch,
    Map<String, String> sysctls,
    @Nullable SeccompProfile seccomp) {

  public PodSecurity {
    supplementalGroups = List.copyOf(supplementalGroups);
    sysctls = Map.copyOf(sysctls);
  }
}
