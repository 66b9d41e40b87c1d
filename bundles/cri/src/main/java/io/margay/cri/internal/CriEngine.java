package io.margay.cri.internal;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.margay.cri.internal.rpc.CriConnection;
import io.margay.cri.internal.rpc.CriMethods;
import io.margay.cri.internal.rpc.EventStream;
import io.margay.cri.internal.stream.StreamDialer;
import io.margay.cri.internal.translate.ContainerMessages;
import io.margay.cri.internal.translate.EngineMessages;
import io.margay.cri.internal.translate.SandboxMessages;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineHealth;
import io.margay.edged.engine.EngineInfo;
import io.margay.edged.engine.EngineListener;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.engine.ImageStore;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SandboxStatus;
import io.margay.edged.engine.StreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An engine behind CRI v1: every method is one call or two, translated. */
public final class CriEngine implements ContainerEngine {
  /** How long an engine may take to say that it has no events. */
  private static final Duration MOMENT = Duration.ofMillis(300);

  private final CriConnection connection;
  private final StreamDialer streams;
  private final CriLimits limits;
  private final CriImages images;

  CriEngine(CriConnection connection, StreamDialer streams, CriLimits limits) {
    this.connection = connection;
    this.streams = streams;
    this.limits = limits;
    this.images = new CriImages(connection, limits);
  }

  @Override
  public EngineInfo info() {
    return EngineMessages.info(call(CriMethods.VERSION, Cri.VersionRequest.getDefaultInstance()));
  }

  @Override
  public EngineHealth health() {
    return EngineMessages.health(
        call(CriMethods.STATUS, Cri.StatusRequest.getDefaultInstance()).getStatus());
  }

  @Override
  public String runSandbox(SandboxSpec spec) {
    return call(
            CriMethods.RUN_POD_SANDBOX,
            Cri.RunPodSandboxRequest.newBuilder().setConfig(SandboxMessages.config(spec)).build())
        .getPodSandboxId();
  }

  @Override
  public void stopSandbox(String sandboxId) {
    callUnlessGone(
        CriMethods.STOP_POD_SANDBOX,
        Cri.StopPodSandboxRequest.newBuilder().setPodSandboxId(sandboxId).build(),
        limits.call());
  }

  @Override
  public void removeSandbox(String sandboxId) {
    callUnlessGone(
        CriMethods.REMOVE_POD_SANDBOX,
        Cri.RemovePodSandboxRequest.newBuilder().setPodSandboxId(sandboxId).build(),
        limits.call());
  }

  @Override
  public List<Sandbox> sandboxes(Map<String, String> labels) {
    Cri.PodSandboxFilter filter =
        Cri.PodSandboxFilter.newBuilder().putAllLabelSelector(labels).build();
    return call(
            CriMethods.LIST_POD_SANDBOX,
            Cri.ListPodSandboxRequest.newBuilder().setFilter(filter).build())
        .getItemsList()
        .stream()
        .map(SandboxMessages::sandbox)
        .toList();
  }

  @Override
  public SandboxStatus sandbox(String sandboxId) {
    return SandboxMessages.status(
        call(
                CriMethods.POD_SANDBOX_STATUS,
                Cri.PodSandboxStatusRequest.newBuilder().setPodSandboxId(sandboxId).build())
            .getStatus());
  }

  @Override
  public String createContainer(String sandboxId, ContainerSpec spec, SandboxSpec sandbox) {
    return call(
            CriMethods.CREATE_CONTAINER,
            Cri.CreateContainerRequest.newBuilder()
                .setPodSandboxId(sandboxId)
                .setConfig(ContainerMessages.config(spec))
                .setSandboxConfig(SandboxMessages.config(sandbox))
                .build())
        .getContainerId();
  }

  @Override
  public void startContainer(String containerId) {
    call(
        CriMethods.START_CONTAINER,
        Cri.StartContainerRequest.newBuilder().setContainerId(containerId).build());
  }

  @Override
  public void stopContainer(String containerId, Duration grace) {
    callUnlessGone(
        CriMethods.STOP_CONTAINER,
        Cri.StopContainerRequest.newBuilder()
            .setContainerId(containerId)
            .setTimeout(grace.toSeconds())
            .build(),
        grace.plus(limits.call()));
  }

  @Override
  public void removeContainer(String containerId) {
    callUnlessGone(
        CriMethods.REMOVE_CONTAINER,
        Cri.RemoveContainerRequest.newBuilder().setContainerId(containerId).build(),
        limits.call());
  }

  @Override
  public List<Container> containers(Map<String, String> labels) {
    return list(Cri.ContainerFilter.newBuilder().putAllLabelSelector(labels).build()).stream()
        .map(ContainerMessages::container)
        .toList();
  }

  @Override
  public ContainerStatus container(String containerId) {
    Cri.ContainerStatus status =
        call(
                CriMethods.CONTAINER_STATUS,
                Cri.ContainerStatusRequest.newBuilder().setContainerId(containerId).build())
            .getStatus();
    return list(Cri.ContainerFilter.newBuilder().setId(containerId).build()).stream()
        .findFirst()
        .map(listed -> ContainerMessages.status(listed, status))
        .orElseThrow(() -> new EngineException.NotFound("container " + containerId + " is gone"));
  }

  @Override
  public void updateResources(String containerId, LinuxResources resources) {
    call(
        CriMethods.UPDATE_CONTAINER_RESOURCES,
        Cri.UpdateContainerResourcesRequest.newBuilder()
            .setContainerId(containerId)
            .setLinux(ContainerMessages.resources(resources))
            .build());
  }

  @Override
  public void reopenLog(String containerId) {
    call(
        CriMethods.REOPEN_CONTAINER_LOG,
        Cri.ReopenContainerLogRequest.newBuilder().setContainerId(containerId).build());
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration timeout) {
    return ExecCall.run(connection, containerId, command, timeout, limits.call());
  }

  @Override
  public ContainerStreams execStreams(
      String containerId, List<String> command, StreamOptions options) {
    Cri.ExecResponse response =
        call(
            CriMethods.EXEC,
            Cri.ExecRequest.newBuilder()
                .setContainerId(containerId)
                .addAllCmd(command)
                .setTty(options.tty())
                .setStdin(options.stdin())
                .setStdout(options.stdout())
                .setStderr(options.stderr() && !options.tty())
                .build());
    return streams.program(response.getUrl(), options);
  }

  @Override
  public ContainerStreams attach(String containerId, StreamOptions options) {
    Cri.AttachResponse response =
        call(
            CriMethods.ATTACH,
            Cri.AttachRequest.newBuilder()
                .setContainerId(containerId)
                .setTty(options.tty())
                .setStdin(options.stdin())
                .setStdout(options.stdout())
                .setStderr(options.stderr() && !options.tty())
                .build());
    return streams.program(response.getUrl(), options);
  }

  @Override
  public ByteStream portForward(String sandboxId, int port) {
    Cri.PortForwardResponse response =
        call(
            CriMethods.PORT_FORWARD,
            Cri.PortForwardRequest.newBuilder().setPodSandboxId(sandboxId).addPort(port).build());
    return streams.port(response.getUrl());
  }

  @Override
  public List<ContainerUsage> usage() {
    List<Cri.ContainerStats> stats =
        call(CriMethods.LIST_CONTAINER_STATS, Cri.ListContainerStatsRequest.getDefaultInstance())
            .getStatsList();
    return EngineMessages.usage(stats, list(Cri.ContainerFilter.getDefaultInstance()));
  }

  @Override
  public ImageStore images() {
    return images;
  }

  @Override
  public Subscription watch(EngineListener listener) {
    return EventStream.open(connection, listener, MOMENT);
  }

  private List<Cri.Container> list(Cri.ContainerFilter filter) {
    return call(
            CriMethods.LIST_CONTAINERS,
            Cri.ListContainersRequest.newBuilder().setFilter(filter).build())
        .getContainersList();
  }

  private <Q extends MessageLite, A extends MessageLite> A call(
      MethodDescriptor<Q, A> method, Q request) {
    return connection.call(method, request, limits.call());
  }

  private <Q extends MessageLite, A extends MessageLite> void callUnlessGone(
      MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    try {
      connection.call(method, request, deadline);
    } catch (EngineException.NotFound gone) {
      // That is what was wanted.
    }
  }
}
