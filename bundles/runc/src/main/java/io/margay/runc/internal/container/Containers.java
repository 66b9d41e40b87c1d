package io.margay.runc.internal.container;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.SandboxSpec;
import io.margay.meta.JsonText;
import io.margay.runc.internal.image.LocalImages;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Ids;
import io.margay.runc.internal.process.JsonFile;
import io.margay.runc.internal.process.Programs;
import io.margay.runc.internal.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The containers: a folder each, the image's files below its own, and conmon beside it. */
public final class Containers {
  private static final Duration MOUNT_LIMIT = Duration.ofSeconds(20);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final ContainerStore store;
  private final OciRuntime runtime;
  private final Conmon conmon;
  private final LocalImages images;
  private final Sandboxes sandboxes;
  private final Boot boot;
  private final Clock clock;
  private final int lowestOomScore = OwnRights.lowestOomScore();

  public Containers(
      Path state,
      OciRuntime runtime,
      Conmon conmon,
      LocalImages images,
      Sandboxes sandboxes,
      Boot boot,
      Clock clock)
      throws IOException {
    this.store = new ContainerStore(state, runtime, boot);
    this.runtime = runtime;
    this.conmon = conmon;
    this.images = images;
    this.sandboxes = sandboxes;
    this.boot = boot;
    this.clock = clock;
  }

  /** Where each container's end is noted, for whoever wants to be told of it. */
  public Path exits() {
    return store.exits();
  }

  /** Makes a container; what fails half-way is removed again. */
  public String create(String sandboxId, ContainerSpec spec, SandboxSpec sandbox) {
    String id = Ids.next();
    ContainerFolder files = store.files(id);
    LocalImages.Unpacked image = images.unpacked(spec.image());
    Path log = Path.of(sandbox.logDirectory()).resolve(spec.logPath()).normalize();
    ContainerRecord record =
        ContainerRecord.of(
            id,
            sandboxId,
            spec,
            clock.instant(),
            boot,
            log.toString(),
            image.config().stopSignal());
    try {
      Files.createDirectory(files.path());
      Files.createDirectory(files.root());
      Files.createDirectory(files.upper());
      Files.createDirectory(files.work());
      Files.setPosixFilePermissions(files.path(), PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(log.getParent());
    } catch (IOException e) {
      throw new EngineException.Failed(files.path() + " cannot be made: " + e.getMessage(), e);
    }
    store.write(record);
    try {
      mount(image.root(), files);
      OciUser user = OciUser.of(spec.security(), image.config().user(), files.root());
      OciConfig config =
          new OciConfig(spec, sandbox, image.config(), user, sandboxes.shared(sandboxId));
      if (config.arguments().isEmpty()) {
        throw new EngineException.Failed(
            "container " + spec.name() + ": neither the pod nor the image names a command");
      }
      new JsonFile(files.config())
          .write(config.toJson(files.root(), cgroup(sandbox, id), lowestOomScore));
      conmon.create(files, log, spec.stdin(), spec.stdinOnce(), spec.tty());
      return id;
    } catch (EngineException e) {
      try {
        remove(id);
      } catch (EngineException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private static String cgroup(SandboxSpec sandbox, String id) {
    return (sandbox.cgroupParent().isEmpty() ? "/margay" : sandbox.cgroupParent()) + "/" + id;
  }

  private void mount(Path image, ContainerFolder files) {
    runtime
        .programs()
        .run(
            MOUNT_LIMIT,
            "mount",
            "-t",
            "overlay",
            "-o",
            "lowerdir=" + image + ",upperdir=" + files.upper() + ",workdir=" + files.work(),
            "overlay",
            files.root().toString());
  }

  /** Starts a container that was made. */
  public void start(String id) {
    ContainerRecord record = store.known(id);
    store.write(record.startedAt(clock.instant()));
    Programs.Outcome outcome = runtime.tryRun("start", id);
    if (outcome.exitCode() != 0) {
      throw new EngineException.Failed(OciRuntime.complaint(outcome.complaint()));
    }
  }

  /** Sends the stop signal, and kills after the grace. */
  public void stop(String id, Duration grace) {
    Optional<ContainerRecord> record = store.record(id);
    if (record.isEmpty() || store.state(record.get()) == ContainerState.EXITED) {
      return;
    }
    ContainerFolder files = store.files(id);
    if (!grace.isZero()) {
      runtime.tryRun("kill", id, record.get().stopSignal());
      if (endsWithin(files, grace)) {
        return;
      }
    }
    runtime.tryRun("kill", id, "SIGKILL");
    if (!endsWithin(files, KILL_LIMIT)) {
      throw new EngineException.Unavailable("container " + id + " does not end after SIGKILL");
    }
  }

  /** The exit code is a file that another process writes; a look at it costs microseconds. */
  private static boolean endsWithin(ContainerFolder files, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (files.ended().isEmpty() && Conmon.isAlive(files)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new EngineException.Unavailable("interrupted while a container stops");
      }
    }
    return true;
  }

  /** Kills a container if it lives, and removes all but its log. */
  public void remove(String id) {
    ContainerFolder files = store.files(id);
    if (!Files.exists(files.path())) {
      return;
    }
    runtime.tryRun("delete", "--force", id);
    runtime
        .programs()
        .run(
            MOUNT_LIMIT,
            List.of("umount", "--lazy", files.root().toString()),
            Map.of(),
            Programs.Input.NONE);
    runtime
        .programs()
        .run(Duration.ofMinutes(5), "rm", "-rf", "--one-file-system", files.path().toString());
    try {
      Files.deleteIfExists(files.exit());
    } catch (IOException e) {
      throw new EngineException.Failed(files.exit() + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Removes the containers of a sandbox. */
  public void removeAllOf(String sandboxId) {
    idsOf(sandboxId).forEach(this::remove);
  }

  /** Kills what runs in a sandbox. */
  public void killAllOf(String sandboxId) {
    idsOf(sandboxId).forEach(id -> stop(id, Duration.ZERO));
  }

  private List<String> idsOf(String sandboxId) {
    return store.records().stream()
        .filter(record -> record.sandboxId().equals(sandboxId))
        .map(ContainerRecord::id)
        .toList();
  }

  public List<Container> list(Map<String, String> labels) {
    List<Container> found = new ArrayList<>();
    for (ContainerRecord record : store.records()) {
      if (record.labels().entrySet().containsAll(labels.entrySet())) {
        found.add(record.toContainer(store.state(record)));
      }
    }
    return found;
  }

  public ContainerStatus status(String id) {
    ContainerRecord record = store.known(id);
    ContainerState state = store.state(record);
    Container container = record.toContainer(state);
    if (state != ContainerState.EXITED) {
      return new ContainerStatus(
          container, record.image(), record.started(), null, 0, "", "", record.logPath());
    }
    Optional<ContainerFolder.Exit> exit = store.files(id).ended();
    int code = exit.map(ContainerFolder.Exit::code).orElse(ContainerStore.KILLED);
    return new ContainerStatus(
        container,
        record.image(),
        record.started(),
        exit.map(ContainerFolder.Exit::time).orElseGet(() -> lastTrace(record)),
        code,
        store.files(id).outOfMemory() ? "OOMKilled" : code == 0 ? "Completed" : "Error",
        exit.isPresent() ? "" : "nobody saw its end: the machine was stopped",
        record.logPath());
  }

  /** The latest time at which an unseen end can be placed without guessing ahead. */
  private static Instant lastTrace(ContainerRecord record) {
    Instant started = record.started();
    return started == null ? record.created() : started;
  }

  public void updateResources(String id, LinuxResources resources) {
    store.known(id);
    Programs.Outcome outcome =
        runtime
            .programs()
            .run(
                Duration.ofSeconds(20),
                runtime.command(List.of("update", "--resources", "-", id)),
                Map.of(),
                Programs.Input.of(JsonText.write(OciConfig.limits(resources))));
    if (outcome.exitCode() != 0) {
      throw new EngineException.Failed(OciRuntime.complaint(outcome.complaint()));
    }
  }

  public void reopenLog(String id) {
    store.known(id);
    conmon.reopenLog(store.files(id));
  }

  /** The command line that runs a program in a container. */
  List<String> execCommand(String id, List<String> command, String... options) {
    if (store.state(store.known(id)) != ContainerState.RUNNING) {
      throw new EngineException.Failed("container " + id + " does not run");
    }
    List<String> all = new ArrayList<>(List.of("exec"));
    all.addAll(List.of(options));
    all.add(id);
    all.addAll(command);
    return runtime.command(all);
  }

  /** What the running containers use; those that end meanwhile are left out. */
  public List<ContainerUsage> usage() {
    List<ContainerUsage> usage = new ArrayList<>();
    for (ContainerRecord record : store.records()) {
      ContainerState state = store.state(record);
      if (state == ContainerState.RUNNING) {
        pid(store.files(record.id()))
            .flatMap(CgroupFigures::of)
            .ifPresent(
                figures ->
                    usage.add(
                        new ContainerUsage(
                            record.toContainer(state),
                            clock.instant(),
                            figures.cpuNanos(),
                            figures.memoryBytes(),
                            0,
                            0)));
      }
    }
    return usage;
  }

  private static Optional<Long> pid(ContainerFolder files) {
    try {
      return Optional.of(Long.valueOf(Files.readString(files.pid()).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
