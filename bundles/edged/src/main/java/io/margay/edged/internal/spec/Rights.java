package io.margay.edged.internal.spec;

import io.margay.edged.engine.SecurityContext;
import io.margay.edged.engine.SecurityContext.Seccomp;
import io.margay.edged.internal.pod.ContainerSecurity;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSecurity;
import io.margay.edged.internal.pod.SeccompProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides as whom and with which rights the processes of a pod run: what the container says goes
 * before what the pod says, and that before what the image says.
 */
public final class Rights {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final long MOST_ID = 2_147_483_647;

  private final Path seccompProfiles;

  /**
   * @param seccompProfiles the folder that {@code localhostProfile} is a path below
   */
  public Rights(Path seccompProfiles) {
    this.seccompProfiles = seccompProfiles;
  }

  /**
   * The rights of a container.
   *
   * @param imageUser a number or a name; empty for root
   * @throws SpecException when it must not run as root and would, or nobody can tell
   */
  public SecurityContext container(Pod pod, PodContainer container, String imageUser)
      throws SpecException {
    ContainerSecurity own = container.security();
    PodSecurity shared = pod.spec().security();
    Long asked = first(own.runAsUser(), shared.runAsUser());
    Long user = asked == null ? number(imageUser) : asked;
    Boolean nonRoot = own.runAsNonRoot() == null ? shared.runAsNonRoot() : own.runAsNonRoot();
    if (Boolean.TRUE.equals(nonRoot)) {
      refuseRoot(container, user, imageUser);
    }
    return new SecurityContext(
        user,
        user == null ? name(imageUser) : "",
        first(own.runAsGroup(), shared.runAsGroup()),
        groups(shared),
        own.privileged(),
        own.readOnlyRootFilesystem(),
        Boolean.FALSE.equals(own.allowPrivilegeEscalation()),
        own.addCapabilities(),
        own.dropCapabilities(),
        seccomp(own.seccomp() == null ? shared.seccomp() : own.seccomp(), own.privileged()));
  }

  /** The rights of a pod's sandbox: privileged when one of its containers is. */
  public SecurityContext sandbox(Pod pod) {
    PodSecurity shared = pod.spec().security();
    boolean privileged =
        pod.spec().allContainers().stream().anyMatch(each -> each.security().privileged());
    return new SecurityContext(
        shared.runAsUser(),
        "",
        shared.runAsUser() == null ? null : shared.runAsGroup(),
        groups(shared),
        privileged,
        false,
        false,
        List.of(),
        List.of(),
        privileged ? Seccomp.UNCONFINED : Seccomp.RUNTIME_DEFAULT);
  }

  private static void refuseRoot(PodContainer container, @Nullable Long user, String imageUser)
      throws SpecException {
    if (user == null && !name(imageUser).isEmpty()) {
      throw new SpecException(
          "container %s: runAsNonRoot, and the image's user is \"%s\"; expected runAsUser, as a name tells no number"
              .formatted(container.name(), name(imageUser)));
    }
    if (user == null || user == 0) {
      throw new SpecException(
          "container %s: runAsNonRoot, and it would run as root; expected runAsUser above 0"
              .formatted(container.name()));
    }
  }

  private static List<Long> groups(PodSecurity shared) {
    List<Long> groups = new ArrayList<>(shared.supplementalGroups());
    if (shared.fsGroup() != null && !groups.contains(shared.fsGroup())) {
      groups.add(shared.fsGroup());
    }
    return groups;
  }

  private Seccomp seccomp(@Nullable SeccompProfile profile, boolean privileged) {
    if (profile == null || privileged) {
      return Seccomp.UNCONFINED;
    }
    return switch (profile.kind()) {
      case UNCONFINED -> Seccomp.UNCONFINED;
      case RUNTIME_DEFAULT -> Seccomp.RUNTIME_DEFAULT;
      case LOCALHOST ->
          new Seccomp(
              Seccomp.Kind.LOCALHOST,
              seccompProfiles.resolve(profile.localhostProfile()).normalize().toString());
    };
  }

  private static @Nullable Long number(String imageUser) {
    String name = name(imageUser);
    if (!NUMBER.matcher(name).matches()) {
      return null;
    }
    long number = Long.parseLong(name);
    return number <= MOST_ID ? Long.valueOf(number) : null;
  }

  private static String name(String imageUser) {
    int colon = imageUser.indexOf(':');
    return colon < 0 ? imageUser : imageUser.substring(0, colon);
  }

  private static @Nullable Long first(@Nullable Long own, @Nullable Long shared) {
    return own == null ? shared : own;
  }
}
