package io.margay.edged.internal.pod;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container as the pod wants it. Its name is a DNS label, so it is safe as a file's name.
 *
 * @param image empty never
 * @param restartedFor the resources whose change while it runs replaces it
 * @param sidecar an init container that goes on running beside the others
 * @param terminationMessageFallback whether the end of the log stands in for the message's file
 *     when the container failed
 * @param hash of all that a running container cannot change: another hash means another container
 */
public record PodContainer(
    String name,
    String image,
    PullPolicy pullPolicy,
    List<String> command,
    List<String> args,
    String workingDirectory,
    List<ContainerPort> ports,
    List<EnvFrom> envFrom,
    List<EnvVar> env,
    Resources resources,
    Set<String> restartedFor,
    List<VolumeMount> mounts,
    @Nullable Probe startup,
    @Nullable Probe liveness,
    @Nullable Probe readiness,
    @Nullable Handler postStart,
    @Nullable Handler preStop,
    ContainerSecurity security,
    boolean stdin,
    boolean stdinOnce,
    boolean tty,
    boolean sidecar,
    String terminationMessagePath,
    boolean terminationMessageFallback,
    String hash) {

  public PodContainer {
    command = List.copyOf(command);
    args = List.copyOf(args);
    ports = List.copyOf(ports);
    envFrom = List.copyOf(envFrom);
    env = List.copyOf(env);
    restartedFor = Set.copyOf(restartedFor);
    mounts = List.copyOf(mounts);
  }

  /** Whether one with these resources must be replaced, as its resources cannot be changed. */
  public boolean mustReplace(Resources given) {
    return List.of(Resources.CPU, Resources.MEMORY).stream()
        .anyMatch(
            name ->
                given.hasLimitThatGoes(name, resources)
                    || (restartedFor.contains(name) && given.differs(name, resources)));
  }
}
