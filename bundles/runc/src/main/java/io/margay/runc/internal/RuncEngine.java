package io.margay.runc.internal;

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
import io.margay.runc.internal.container.Containers;
import io.margay.runc.internal.container.Execution;
import io.margay.runc.internal.image.LocalImages;
import io.margay.runc.internal.sandbox.Sandboxes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The engine as {@code edged} sees it: hands each question to the part that knows. */
final class RuncEngine implements ContainerEngine {
  private final EngineInfo info;
  private final Sandboxes sandboxes;
  private final Containers containers;
  private final Execution execution;
  private final LocalImages images;

  RuncEngine(
      EngineInfo info,
      Sandboxes sandboxes,
      Containers containers,
      Execution execution,
      LocalImages images) {
    this.info = info;
    this.sandboxes = sandboxes;
    this.containers = containers;
    this.execution = execution;
    this.images = images;
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public EngineHealth health() {
    return new EngineHealth(EngineHealth.Condition.READY, sandboxes.networkHealth());
  }

  @Override
  public String runSandbox(SandboxSpec spec) {
    return sandboxes.run(spec);
  }

  @Override
  public void stopSandbox(String sandboxId) {
    containers.killAllOf(sandboxId);
    sandboxes.stop(sandboxId);
  }

  @Override
  public void removeSandbox(String sandboxId) {
    containers.removeAllOf(sandboxId);
    sandboxes.remove(sandboxId);
  }

  @Override
  public List<Sandbox> sandboxes(Map<String, String> labels) {
    return sandboxes.list(labels);
  }

  @Override
  public SandboxStatus sandbox(String sandboxId) {
    return sandboxes.status(sandboxId);
  }

  @Override
  public String createContainer(String sandboxId, ContainerSpec spec, SandboxSpec sandbox) {
    return containers.create(sandboxId, spec, sandbox);
  }

  @Override
  public void startContainer(String containerId) {
    containers.start(containerId);
  }

  @Override
  public void stopContainer(String containerId, Duration grace) {
    containers.stop(containerId, grace);
  }

  @Override
  public void removeContainer(String containerId) {
    containers.remove(containerId);
  }

  @Override
  public List<Container> containers(Map<String, String> labels) {
    return containers.list(labels);
  }

  @Override
  public ContainerStatus container(String containerId) {
    return containers.status(containerId);
  }

  @Override
  public void updateResources(String containerId, LinuxResources resources) {
    containers.updateResources(containerId, resources);
  }

  @Override
  public void reopenLog(String containerId) {
    containers.reopenLog(containerId);
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration timeout) {
    return execution.run(containerId, command, timeout);
  }

  @Override
  public ContainerStreams execStreams(
      String containerId, List<String> command, StreamOptions options) {
    return execution.open(containerId, command, options);
  }

  /** conmon's sockets for it keep packets apart (SOCK_SEQPACKET), which Java cannot open. */
  @Override
  public ContainerStreams attach(String containerId, StreamOptions options) {
    throw new EngineException.Unimplemented("the runc engine cannot attach; use exec or logs");
  }

  @Override
  public ByteStream portForward(String sandboxId, int port) {
    List<String> addresses = sandboxes.status(sandboxId).addresses();
    return PodConnection.open(addresses.isEmpty() ? "127.0.0.1" : addresses.get(0), port);
  }

  @Override
  public List<ContainerUsage> usage() {
    return containers.usage();
  }

  @Override
  public ImageStore images() {
    return images;
  }

  @Override
  public Subscription watch(EngineListener listener) {
    try {
      return ExitWatch.start(containers.exits(), listener);
    } catch (IOException e) {
      throw new EngineException.Unimplemented("ends cannot be watched: " + e.getMessage());
    }
  }
}
