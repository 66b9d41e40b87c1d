package io.margay.edged.engine;

import java.util.List;
import java.util.Map;

/**
 * A container as it is to be.
 *
 * @param attempt counts the containers of one name in a pod, from 0
 * @param image the id that {@link ImageStore#pull} or {@link ImageStore#find} gave
 * @param command replaces the image's entry point unless empty
 * @param args replaces the image's arguments unless empty
 * @param workingDirectory empty for the image's
 * @param environment in order; later ones win
 * @param logPath relative to the sandbox's log directory
 */
public record ContainerSpec(
    String name,
    int attempt,
    String image,
    List<String> command,
    List<String> args,
    String workingDirectory,
    List<EnvironmentVariable> environment,
    List<Mount> mounts,
    List<Device> devices,
    Map<String, String> labels,
    Map<String, String> annotations,
    String logPath,
    boolean stdin,
    boolean stdinOnce,
    boolean tty,
    LinuxResources resources,
    Namespaces namespaces,
    SecurityContext security) {

  public ContainerSpec {
    command = List.copyOf(command);
    args = List.copyOf(args);
    environment = List.copyOf(environment);
    mounts = List.copyOf(mounts);
    devices = List.copyOf(devices);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /**
   * A device file of the host.
   *
   * @param permissions letters of {@code r}, {@code w}, {@code m}
   */
  public record Device(String hostPath, String containerPath, String permissions) {}
}
