package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Mount;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.internal.cgroup.PodCgroups;
import io.margay.edged.internal.log.LastWords;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.spec.Containers;
import io.margay.edged.internal.spec.Environments;
import io.margay.edged.internal.spec.HostsFile;
import io.margay.edged.internal.spec.Limits;
import io.margay.edged.internal.spec.PodAddresses;
import io.margay.edged.internal.spec.PullLogins;
import io.margay.edged.internal.spec.Sandboxes;
import io.margay.edged.internal.spec.SpecException;
import io.margay.edged.internal.sync.ContainerView;
import io.margay.edged.internal.sync.NotPossibleException;
import io.margay.edged.internal.sync.PodSpecs;
import io.margay.edged.internal.volume.ContainerMounts;
import io.margay.edged.internal.volume.FileTree;
import io.margay.edged.internal.volume.VolumeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What sandboxes and containers are to be on this machine: its folders, groups, names. */
final class HostSpecs implements PodSpecs {
  private static final Logger LOG = LoggerFactory.getLogger(HostSpecs.class);
  private static final Path HOSTS = Path.of("/etc/hosts");

  private final Sandboxes sandboxes;
  private final Containers containers;
  private final Environments environments;
  private final PullLogins logins;
  private final ContainerMounts mounts;
  private final LastWords lastWords;
  private final PodCgroups cgroups;
  private final Limits limits;
  private final NodeIdentity node;
  private final String domain;
  private final Supplier<Optional<ContainerEngine>> engine;

  HostSpecs(
      Sandboxes sandboxes,
      Containers containers,
      Environments environments,
      PullLogins logins,
      ContainerMounts mounts,
      LastWords lastWords,
      PodCgroups cgroups,
      Limits limits,
      NodeIdentity node,
      String domain,
      Supplier<Optional<ContainerEngine>> engine) {
    this.sandboxes = sandboxes;
    this.containers = containers;
    this.environments = environments;
    this.logins = logins;
    this.mounts = mounts;
    this.lastWords = lastWords;
    this.cgroups = cgroups;
    this.limits = limits;
    this.node = node;
    this.domain = domain;
    this.engine = engine;
  }

  @Override
  public SandboxSpec sandbox(Pod pod, int attempt) {
    try {
      SandboxSpec spec = sandboxes.of(pod, attempt);
      Files.createDirectories(Path.of(spec.logDirectory()));
      cgroups.apply(pod);
      return spec;
    } catch (SpecException e) {
      throw new NotPossibleException(e.reason(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new NotPossibleException("FailedCreatePodSandBox", e.toString());
    }
  }

  @Override
  public ContainerSpec container(
      Pod pod, PodContainer container, int attempt, String imageId, List<String> addresses) {
    List<String> host = node.address().isEmpty() ? List.of() : List.of(node.address());
    try {
      Map<String, String> variables =
          environments.of(
              pod, container, new PodAddresses(pod.spec().hostNetwork() ? host : addresses, host));
      String hosts = pod.spec().hostNetwork() ? Files.readString(HOSTS) : "";
      List<Mount> mounted =
          mounts.of(
              pod, container, attempt, variables, HostsFile.text(pod, addresses, hosts, domain));
      return containers.of(pod, container, attempt, image(imageId), variables, mounted);
    } catch (SpecException e) {
      throw new NotPossibleException(e.reason(), String.valueOf(e.getMessage()));
    } catch (VolumeException e) {
      throw new NotPossibleException("CreateContainerConfigError", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new NotPossibleException("CreateContainerConfigError", e.toString());
    }
  }

  /** The image, for the user that it names. */
  private Image image(String id) {
    return engine
        .get()
        .orElseThrow(() -> new EngineException.Unavailable("the engine has gone"))
        .images()
        .find(id)
        .orElseThrow(() -> new EngineException.NotFound("image " + id));
  }

  @Override
  public LinuxResources limits(Pod pod, PodContainer container) {
    return limits.container(pod, container);
  }

  @Override
  public void loosen(Pod pod) {
    try {
      cgroups.loosen(pod);
    } catch (IOException e) {
      throw new NotPossibleException("ResizeError", e.toString());
    }
  }

  @Override
  public void tighten(Pod pod) {
    try {
      cgroups.apply(pod);
    } catch (IOException e) {
      throw new NotPossibleException("ResizeError", e.toString());
    }
  }

  @Override
  public List<RegistryLogin> logins(Pod pod, String image) {
    return logins.of(pod, image);
  }

  @Override
  public String terminationMessage(Pod pod, PodContainer container, ContainerView ended) {
    return lastWords.of(pod, container, ended.attempt(), ended.exitCode());
  }

  @Override
  public void forget(PodIdentity pod) {
    try {
      cgroups.remove(pod.uid());
    } catch (IOException e) {
      LOG.warn(
          "the control groups of pod {}/{} stay: {}", pod.namespace(), pod.name(), e.toString());
    }
    Path folder = sandboxes.logFolder(pod);
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      LOG.warn("the logs in {} stay: {}", folder, e.toString());
    }
  }
}
