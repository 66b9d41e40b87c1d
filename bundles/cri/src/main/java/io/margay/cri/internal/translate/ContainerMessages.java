package io.margay.cri.internal.translate;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Mount;

/** Containers as CRI says them. */
public final class ContainerMessages {
  private ContainerMessages() {}

  /** A container that is to be. */
  public static Cri.ContainerConfig config(ContainerSpec spec) {
    Cri.ContainerConfig.Builder message =
        Cri.ContainerConfig.newBuilder()
            .setMetadata(
                Cri.ContainerMetadata.newBuilder().setName(spec.name()).setAttempt(spec.attempt()))
            .setImage(Cri.ImageSpec.newBuilder().setImage(spec.image()))
            .addAllCommand(spec.command())
            .addAllArgs(spec.args())
            .setWorkingDir(spec.workingDirectory())
            .putAllLabels(spec.labels())
            .putAllAnnotations(spec.annotations())
            .setLogPath(spec.logPath())
            .setStdin(spec.stdin())
            .setStdinOnce(spec.stdinOnce())
            .setTty(spec.tty())
            .setLinux(
                Cri.LinuxContainerConfig.newBuilder()
                    .setResources(resources(spec.resources()))
                    .setSecurityContext(
                        SecurityMessages.container(spec.security(), spec.namespaces())));
    spec.environment()
        .forEach(
            variable ->
                message.addEnvs(
                    Cri.KeyValue.newBuilder().setKey(variable.name()).setValue(variable.value())));
    spec.mounts().forEach(mount -> message.addMounts(mount(mount)));
    spec.devices().forEach(device -> message.addDevices(device(device)));
    return message.build();
  }

  /** Limits; what is 0 stays unset. */
  public static Cri.LinuxContainerResources resources(LinuxResources resources) {
    return Cri.LinuxContainerResources.newBuilder()
        .setCpuShares(resources.cpuShares())
        .setCpuQuota(resources.cpuQuotaMicros())
        .setCpuPeriod(resources.cpuPeriodMicros())
        .setMemoryLimitInBytes(resources.memoryLimitBytes())
        .setOomScoreAdj(resources.oomScoreAdjust())
        .build();
  }

  /** A container of a list. */
  public static Container container(Cri.Container message) {
    return container(message, message.getState());
  }

  /**
   * A container with its times and its end.
   *
   * @param listed the same container of a list, since a status does not say which sandbox it is in
   */
  public static ContainerStatus status(Cri.Container listed, Cri.ContainerStatus message) {
    return new ContainerStatus(
        container(listed, message.getState()),
        message.getImage().getImage(),
        Times.atOrNull(message.getStartedAt()),
        Times.atOrNull(message.getFinishedAt()),
        message.getExitCode(),
        message.getReason(),
        message.getMessage(),
        message.getLogPath());
  }

  private static Container container(Cri.Container message, Cri.ContainerState state) {
    return new Container(
        message.getId(),
        message.getPodSandboxId(),
        message.getMetadata().getName(),
        message.getMetadata().getAttempt(),
        message.getImageRef(),
        state(state),
        Times.at(message.getCreatedAt()),
        message.getLabelsMap(),
        message.getAnnotationsMap());
  }

  private static ContainerState state(Cri.ContainerState state) {
    return switch (state) {
      case CONTAINER_CREATED -> ContainerState.CREATED;
      case CONTAINER_RUNNING -> ContainerState.RUNNING;
      case CONTAINER_EXITED -> ContainerState.EXITED;
      case CONTAINER_UNKNOWN, UNRECOGNIZED -> ContainerState.UNKNOWN;
    };
  }

  private static Cri.Mount mount(Mount mount) {
    return Cri.Mount.newBuilder()
        .setContainerPath(mount.containerPath())
        .setHostPath(mount.hostPath())
        .setReadonly(mount.readOnly())
        .setPropagation(
            switch (mount.propagation()) {
              case PRIVATE -> Cri.MountPropagation.PROPAGATION_PRIVATE;
              case HOST_TO_CONTAINER -> Cri.MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
              case BIDIRECTIONAL -> Cri.MountPropagation.PROPAGATION_BIDIRECTIONAL;
            })
        .build();
  }

  private static Cri.Device device(ContainerSpec.Device device) {
    return Cri.Device.newBuilder()
        .setContainerPath(device.containerPath())
        .setHostPath(device.hostPath())
        .setPermissions(device.permissions())
        .build();
  }
}
