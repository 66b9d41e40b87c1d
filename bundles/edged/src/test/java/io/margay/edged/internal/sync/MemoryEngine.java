package io.margay.edged.internal.sync;

import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineHealth;
import io.margay.edged.engine.EngineInfo;
import io.margay.edged.engine.EngineListener;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.engine.ImageStore;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SandboxStatus;
import io.margay.edged.engine.StreamOptions;
import io.margay.edged.internal.pod.PodLabels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An engine in memory that behaves as CRI engines do: what ended stays listed until it is removed,
 * stopping what does not exist is no error, a name and attempt can be used once, a sandbox that
 * stops takes its containers with it. It can be slow, refuse, or not answer.
 */
final class MemoryEngine implements ContainerEngine, ImageStore {
  private final Clock clock;
  private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
  private final Map<String, ContainerStatus> containers = new LinkedHashMap<>();
  private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
  private int next;

  /** What was asked, in order. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  final Set<String> images = ConcurrentHashMap.newKeySet();
  final Set<String> registry = ConcurrentHashMap.newKeySet();

  /** Names of containers whose start fails. */
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  volatile boolean unavailable;
  volatile boolean tellsEvents = true;
  volatile String sandboxFailure = "";
  volatile String resizeFailure = "";
  volatile @Nullable RuntimeException pullFailure;

  /** How often a pod looked while the engine did not answer. */
  final AtomicInteger vainLooks = new AtomicInteger();

  volatile CountDownLatch stopGate = new CountDownLatch(0);
  volatile CountDownLatch pullGate = new CountDownLatch(0);

  MemoryEngine(Clock clock) {
    this.clock = clock;
    images.add("b:1");
  }

  private void call(String what) {
    if (unavailable) {
      throw new EngineException.Unavailable("connection refused");
    }
    calls.add(what);
  }

  /** What was asked that changes something. */
  List<String> changes() {
    return List.copyOf(calls);
  }

  private void answer() {
    if (unavailable) {
      throw new EngineException.Unavailable("connection refused");
    }
  }

  private void tell(String sandboxId) {
    if (tellsEvents) {
      listeners.forEach(listener -> listener.changed(sandboxId));
    }
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo("memory", "1");
  }

  @Override
  public EngineHealth health() {
    answer();
    return new EngineHealth(EngineHealth.Condition.READY, EngineHealth.Condition.READY);
  }

  @Override
  public synchronized String runSandbox(SandboxSpec spec) {
    call("sandbox " + spec.pod().name() + "/" + spec.attempt());
    if (!sandboxFailure.isEmpty()) {
      throw new EngineException.Failed(sandboxFailure);
    }
    String id = "s" + next++;
    sandboxes.put(
        id,
        new Sandbox(
            id,
            spec.pod(),
            spec.attempt(),
            true,
            clock.instant(),
            spec.labels(),
            spec.annotations()));
    tell(id);
    return id;
  }

  @Override
  public synchronized void stopSandbox(String id) {
    call("stop sandbox");
    end(id);
    tell(id);
  }

  private void end(String id) {
    sandboxes.computeIfPresent(
        id,
        (same, it) ->
            new Sandbox(
                id, it.pod(), it.attempt(), false, it.created(), it.labels(), it.annotations()));
    for (ContainerStatus status : List.copyOf(containers.values())) {
      if (status.container().sandboxId().equals(id) && isRunning(status)) {
        end(status, 137, "Error");
      }
    }
  }

  @Override
  public synchronized void removeSandbox(String id) {
    call("remove sandbox");
    sandboxes.remove(id);
    containers.values().removeIf(status -> status.container().sandboxId().equals(id));
    tell(id);
  }

  @Override
  public synchronized List<Sandbox> sandboxes(Map<String, String> labels) {
    if (unavailable && labels.containsKey(PodLabels.POD_UID)) {
      vainLooks.incrementAndGet();
    }
    answer();
    return sandboxes.values().stream()
        .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  @Override
  public synchronized SandboxStatus sandbox(String id) {
    answer();
    Sandbox sandbox = sandboxes.get(id);
    if (sandbox == null) {
      throw new EngineException.NotFound(id);
    }
    return new SandboxStatus(sandbox, List.of("10.0.0." + id.substring(1)));
  }

  @Override
  public synchronized String createContainer(
      String sandboxId, ContainerSpec spec, SandboxSpec sandbox) {
    call("create " + spec.name() + "/" + spec.attempt());
    if (!sandboxes.containsKey(sandboxId)) {
      throw new EngineException.NotFound("sandbox " + sandboxId);
    }
    for (ContainerStatus other : containers.values()) {
      if (other.container().sandboxId().equals(sandboxId)
          && other.container().name().equals(spec.name())
          && other.container().attempt() == spec.attempt()) {
        throw new EngineException.Failed("name " + spec.name() + " is reserved");
      }
    }
    String id = "c" + next++;
    Container container =
        new Container(
            id,
            sandboxId,
            spec.name(),
            spec.attempt(),
            spec.image(),
            ContainerState.CREATED,
            clock.instant(),
            spec.labels(),
            spec.annotations());
    containers.put(id, new ContainerStatus(container, "b:1", null, null, 0, "", "", ""));
    return id;
  }

  @Override
  public synchronized void startContainer(String id) {
    ContainerStatus status = status(id);
    call("start " + status.container().name());
    if (broken.contains(status.container().name())) {
      end(status, 128, "StartError");
      throw new EngineException.Failed("exec: \"/nope\": stat /nope: no such file");
    }
    put(status, ContainerState.RUNNING, clock.instant(), null, 0, "");
    tell(status.container().sandboxId());
  }

  @Override
  public void stopContainer(String id, Duration grace) {
    call("stop " + name(id) + " " + grace.toSeconds() + "s");
    try {
      stopGate.await();
    } catch (InterruptedException e) {
      throw new EngineException.Unavailable("interrupted", e);
    }
    exit(id, 143);
  }

  private synchronized String name(String id) {
    ContainerStatus status = containers.get(id);
    return status == null ? "nothing" : status.container().name();
  }

  /** A container ends by itself. */
  synchronized void exit(String id, int code) {
    ContainerStatus status = containers.get(id);
    if (status != null && isRunning(status)) {
      end(status, code, code == 0 ? "Completed" : "Error");
      tell(status.container().sandboxId());
    }
  }

  /** It is heard that the kernel killed a container that ended. */
  synchronized void outOfMemory(String id) {
    end(status(id), 137, "OOMKilled");
  }

  /** A sandbox dies, as its shim does by kill −9. */
  synchronized void loseSandboxes() {
    List.copyOf(sandboxes.keySet()).forEach(this::end);
    tell("");
  }

  @Override
  public synchronized void removeContainer(String id) {
    call("remove " + name(id));
    containers.remove(id);
  }

  @Override
  public synchronized List<Container> containers(Map<String, String> labels) {
    answer();
    return containers.values().stream()
        .map(ContainerStatus::container)
        .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  @Override
  public synchronized ContainerStatus container(String id) {
    answer();
    return status(id);
  }

  /** The running container of a name. */
  synchronized Optional<String> running(String name) {
    return containers.values().stream()
        .filter(MemoryEngine::isRunning)
        .filter(status -> status.container().name().equals(name))
        .map(status -> status.container().id())
        .findFirst();
  }

  private ContainerStatus status(String id) {
    ContainerStatus status = containers.get(id);
    if (status == null) {
      throw new EngineException.NotFound("container " + id);
    }
    return status;
  }

  private static boolean isRunning(ContainerStatus status) {
    return status.container().state() == ContainerState.RUNNING;
  }

  private void end(ContainerStatus status, int code, String reason) {
    put(status, ContainerState.EXITED, status.started(), clock.instant(), code, reason);
  }

  private void put(
      ContainerStatus status,
      ContainerState state,
      Instant started,
      Instant finished,
      int code,
      String reason) {
    Container it = status.container();
    Container now =
        new Container(
            it.id(),
            it.sandboxId(),
            it.name(),
            it.attempt(),
            it.image(),
            state,
            it.created(),
            it.labels(),
            it.annotations());
    containers.put(
        it.id(),
        new ContainerStatus(now, status.imageName(), started, finished, code, reason, "", ""));
  }

  @Override
  public Subscription watch(EngineListener listener) {
    answer();
    if (!tellsEvents) {
      throw new EngineException.Unimplemented("GetContainerEvents");
    }
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  int listeners() {
    return listeners.size();
  }

  @Override
  public ImageStore images() {
    return this;
  }

  @Override
  public List<Image> list() {
    return new ArrayList<>(images.stream().map(MemoryEngine::image).toList());
  }

  private static Image image(String name) {
    return new Image("sha256:" + name, List.of(name), List.of(), 1, "", false);
  }

  @Override
  public Optional<Image> find(String reference) {
    answer();
    return images.contains(reference) ? Optional.of(image(reference)) : Optional.empty();
  }

  @Override
  public String pull(String reference, RegistryLogin login) {
    call("pull " + reference);
    try {
      pullGate.await();
    } catch (InterruptedException e) {
      throw new EngineException.Unavailable("interrupted", e);
    }
    if (pullFailure != null) {
      throw pullFailure;
    }
    if (!registry.contains(reference)) {
      throw new EngineException.Failed("not found: " + reference);
    }
    images.add(reference);
    return "sha256:" + reference;
  }

  @Override
  public void remove(String reference) {
    images.remove(reference);
  }

  @Override
  public List<ImageDisk> disks() {
    return List.of();
  }

  @Override
  public void updateResources(String containerId, LinuxResources resources) {
    call("resize " + name(containerId) + " to " + resources.memoryLimitBytes());
    if (!resizeFailure.isEmpty()) {
      throw new EngineException.Failed(resizeFailure);
    }
  }

  @Override
  public void reopenLog(String containerId) {}

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration timeout) {
    throw new EngineException.Unimplemented("exec");
  }

  @Override
  public ContainerStreams execStreams(
      String containerId, List<String> command, StreamOptions options) {
    throw new EngineException.Unimplemented("exec");
  }

  @Override
  public ContainerStreams attach(String containerId, StreamOptions options) {
    throw new EngineException.Unimplemented("attach");
  }

  @Override
  public ByteStream portForward(String sandboxId, int port) {
    throw new EngineException.Unimplemented("portForward");
  }

  @Override
  public List<ContainerUsage> usage() {
    return List.of();
  }
}
