package io.margay.edged.internal.pod;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code securityContext} of a container; what it says goes before what the pod says. Null means:
 * not said.
 */
public record ContainerSecurity(
    @Nullable Long runAsUser,
    @Nullable Long runAsGroup,
    @Nullable Boolean runAsNonRoot,
    boolean privileged,
    @Nullable Boolean allowPrivilegeEscalation,
    boolean readOnlyRootFilesystem,
    List<String> addCapabilities,
    List<String> dropCapabilities,
    @Nullable SeccompProfile seccomp) {

  public ContainerSecurity {
    addCapabilities = List.copyOf(addCapabilities);
    dropCapabilities = List.copyOf(dropCapabilities);
  }
}
