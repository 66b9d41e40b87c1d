package io.margay.runc.internal.sandbox;

import io.margay.edged.engine.Dns;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineHealth;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SandboxStatus;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Ids;
import io.margay.runc.internal.process.JsonFile;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pods' sandboxes: a folder each, with its record and its {@code resolv.conf}, and namespaces
 * that live until the machine is switched off.
 */
public final class Sandboxes {
  private static final String RECORD = "sandbox.json";
  private static final String RESOLV_CONF = "resolv.conf";

  private final Path folder;
  private final Path running;
  private final Programs programs;
  private final CniNetwork network;
  private final Boot boot;
  private final Clock clock;

  /** Where sandboxes keep things, and where they find the network's. */
  public record Places(Path state, Path running, Path cniLists, Path cniPlugins) {}

  public Sandboxes(Places places, Programs programs, Boot boot, Clock clock) throws IOException {
    this.folder = Files.createDirectories(places.state().resolve("sandboxes"));
    this.running = places.running();
    this.programs = programs;
    this.network = new CniNetwork(places.cniLists(), places.cniPlugins(), programs);
    this.boot = boot;
    this.clock = clock;
  }

  /** Whether sandboxes can have a network. */
  public EngineHealth.Condition networkHealth() {
    return network
        .obstacle()
        .map(why -> new EngineHealth.Condition(false, "NetworkPluginNotReady", why))
        .orElse(EngineHealth.Condition.READY);
  }

  /** Makes a sandbox; what fails half-way is taken down again. */
  public String run(SandboxSpec spec) {
    String id = Ids.next();
    SandboxRecord record = SandboxRecord.of(id, spec, clock.instant(), boot);
    try {
      Files.createDirectory(folder.resolve(id));
      Files.writeString(folder.resolve(id).resolve(RESOLV_CONF), resolvConf(spec.dns()));
    } catch (IOException e) {
      throw new EngineException.Failed(folder + " cannot be written: " + e.getMessage(), e);
    }
    write(record);
    PodNamespaces namespaces = namespaces(id);
    try {
      namespaces.make(spec);
      if (spec.namespaces().network() == Namespaces.Mode.POD) {
        write(record.withAddresses(network.connect(id, namespaces.network(), record.ports())));
      }
      return id;
    } catch (EngineException e) {
      takeDown(record, e);
      throw e;
    }
  }

  private void takeDown(SandboxRecord record, EngineException why) {
    try {
      stop(record.id());
      remove(record.id());
    } catch (EngineException e) {
      why.addSuppressed(e);
    }
  }

  private static String resolvConf(Dns dns) throws IOException {
    Path host = Path.of("/etc/resolv.conf");
    if (dns.equals(Dns.HOST)) {
      return Files.isReadable(host) ? Files.readString(host) : "";
    }
    StringBuilder text = new StringBuilder();
    dns.servers().forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!dns.searches().isEmpty()) {
      text.append("search ").append(String.join(" ", dns.searches())).append('\n');
    }
    if (!dns.options().isEmpty()) {
      text.append("options ").append(String.join(" ", dns.options())).append('\n');
    }
    return text.toString();
  }

  /** Takes network and namespaces away; the record stays. */
  public void stop(String id) {
    Optional<SandboxRecord> record = record(id);
    if (record.isEmpty() || record.get().stopped()) {
      return;
    }
    PodNamespaces namespaces = namespaces(id);
    if (Files.exists(namespaces.network())) {
      network.disconnect(id, namespaces.network(), record.get().ports());
    }
    namespaces.remove();
    write(record.get().asStopped());
  }

  /** Forgets a sandbox. */
  public void remove(String id) {
    stop(id);
    try {
      for (String file : List.of(RECORD, RESOLV_CONF)) {
        Files.deleteIfExists(folder.resolve(Ids.checked("sandbox", id)).resolve(file));
      }
      Files.deleteIfExists(folder.resolve(id));
    } catch (IOException e) {
      throw new EngineException.Failed("sandbox " + id + ": " + e.getMessage(), e);
    }
  }

  public List<Sandbox> list(Map<String, String> labels) {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(path -> record(String.valueOf(path.getFileName())))
          .flatMap(Optional::stream)
          .map(this::sandbox)
          .filter(sandbox -> sandbox.labels().entrySet().containsAll(labels.entrySet()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  public SandboxStatus status(String id) {
    SandboxRecord record = known(id);
    return new SandboxStatus(sandbox(record), record.addresses());
  }

  private Sandbox sandbox(SandboxRecord record) {
    return record.toSandbox(boot, !namespaces(record.id()).areLost());
  }

  /** What the containers of a sandbox share. */
  public SharedFiles shared(String id) {
    known(id);
    PodNamespaces namespaces = namespaces(id);
    return new SharedFiles(
        folder.resolve(id).resolve(RESOLV_CONF),
        existing(namespaces.network()),
        existing(namespaces.ipc()),
        existing(namespaces.hostname()),
        existing(namespaces.sharedMemory()),
        existing(namespaces.processes()));
  }

  /**
   * Files that containers get from their sandbox; a namespace that is empty is the host's, but for
   * processes, which are then each container's own.
   */
  public record SharedFiles(
      Path resolvConf,
      Optional<Path> network,
      Optional<Path> ipc,
      Optional<Path> hostname,
      Optional<Path> sharedMemory,
      Optional<Path> processes) {}

  private static Optional<Path> existing(Path path) {
    return Files.exists(path) ? Optional.of(path) : Optional.empty();
  }

  private SandboxRecord known(String id) {
    return record(id).orElseThrow(() -> new EngineException.NotFound("no sandbox " + id));
  }

  private Optional<SandboxRecord> record(String id) {
    return file(id).read().map(json -> SandboxRecord.read(id, json));
  }

  private void write(SandboxRecord record) {
    file(record.id()).write(record.toJson());
  }

  private JsonFile file(String id) {
    return new JsonFile(folder.resolve(Ids.checked("sandbox", id)).resolve(RECORD));
  }

  private PodNamespaces namespaces(String id) {
    return new PodNamespaces(running.resolve(Ids.checked("sandbox", id)), programs);
  }
}
