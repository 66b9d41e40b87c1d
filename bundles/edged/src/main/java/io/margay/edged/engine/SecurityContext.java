package io.margay.edged.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom and with which rights a process runs. Null means: as the image says.
 *
 * @param user a number; {@code userName} is for names of the image's {@code /etc/passwd}
 * @param seccomp how system calls are filtered
 */
public record SecurityContext(
    @Nullable Long user,
    String userName,
    @Nullable Long group,
    List<Long> supplementalGroups,
    boolean privileged,
    boolean readOnlyRoot,
    boolean noNewPrivileges,
    List<String> addCapabilities,
    List<String> dropCapabilities,
    Seccomp seccomp) {

  /** As the image says, with the engine's usual rights. */
  public static final SecurityContext USUAL =
      new SecurityContext(
          null, "", null, List.of(), false, false, false, List.of(), List.of(), Seccomp.UNCONFINED);

  public SecurityContext {
    supplementalGroups = List.copyOf(supplementalGroups);
    addCapabilities = List.copyOf(addCapabilities);
    dropCapabilities = List.copyOf(dropCapabilities);
  }

  /**
   * A filter of system calls.
   *
   * @param localFile absolute path of a profile; only with {@link Kind#LOCALHOST}, else empty
   */
  public record Seccomp(Kind kind, String localFile) {

    /** The engine's own profile. */
    public static final Seccomp RUNTIME_DEFAULT = new Seccomp(Kind.RUNTIME_DEFAULT, "");

    /** No filter. */
    public static final Seccomp UNCONFINED = new Seccomp(Kind.UNCONFINED, "");

    /** Where the profile comes from. */
    public enum Kind {
      RUNTIME_DEFAULT,
      UNCONFINED,
      LOCALHOST
    }
  }
}
