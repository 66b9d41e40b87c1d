package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.Dns;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SecurityContext;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.edged.internal.pod.Resources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Specs with nothing in them but who they are, and volumes that are there or missing. */
final class PlainSpecs implements PodSpecs, PodVolumes {
  final Set<String> prepared = ConcurrentHashMap.newKeySet();
  final AtomicInteger refreshed = new AtomicInteger();
  final AtomicInteger refusals = new AtomicInteger();
  final List<String> groups = new CopyOnWriteArrayList<>();
  volatile String missing = "";
  volatile List<RegistryLogin> logins = List.of();

  @Override
  public SandboxSpec sandbox(Pod pod, int attempt) {
    return new SandboxSpec(
        pod.identity(),
        attempt,
        "",
        "/logs",
        Dns.HOST,
        List.of(),
        PodLabels.sandbox(pod),
        PodLabels.sandboxAnnotations(pod),
        "",
        Map.of(),
        Namespaces.USUAL,
        SecurityContext.USUAL);
  }

  @Override
  public ContainerSpec container(
      Pod pod, PodContainer container, int attempt, String imageId, List<String> addresses) {
    return new ContainerSpec(
        container.name(),
        attempt,
        imageId,
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        PodLabels.container(pod, container),
        PodLabels.containerAnnotations(pod, container, attempt),
        "",
        false,
        false,
        false,
        new LinuxResources(0, 0, 0, 0, 0),
        Namespaces.USUAL,
        SecurityContext.USUAL);
  }

  @Override
  public LinuxResources limits(Pod pod, PodContainer container) {
    return new LinuxResources(0, 0, 0, container.resources().limit(Resources.MEMORY).units(), 0);
  }

  @Override
  public void loosen(Pod pod) {
    groups.add("loose");
  }

  @Override
  public void tighten(Pod pod) {
    groups.add("tight");
  }

  @Override
  public List<RegistryLogin> logins(Pod pod, String image) {
    return logins;
  }

  @Override
  public String terminationMessage(Pod pod, PodContainer container, ContainerView ended) {
    return "";
  }

  @Override
  public void prepare(Pod pod) {
    if (!missing.isEmpty()) {
      throw new NotPossibleException("CreateContainerConfigError", missing);
    }
    prepared.add(pod.identity().uid());
  }

  @Override
  public void refresh(Pod pod) {
    if (!missing.isEmpty()) {
      refusals.incrementAndGet();
      throw new NotPossibleException("FailedMount", missing);
    }
    refreshed.incrementAndGet();
  }

  @Override
  public void release(PodIdentity pod) {
    prepared.remove(pod.uid());
  }

  @Override
  public void forget(PodIdentity pod) {}
}
