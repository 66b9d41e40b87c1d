package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.internal.cgroup.PodCgroups;
import io.margay.edged.internal.log.LastWords;
import io.margay.edged.internal.mount.MountProgram;
import io.margay.edged.internal.mount.MountTable;
import io.margay.edged.internal.mount.Mounts;
import io.margay.edged.internal.probe.Calls;
import io.margay.edged.internal.probe.HookCalls;
import io.margay.edged.internal.probe.Probes;
import io.margay.edged.internal.server.ContainerFinder;
import io.margay.edged.internal.server.NodeServer;
import io.margay.edged.internal.server.Routes;
import io.margay.edged.internal.server.Summary;
import io.margay.edged.internal.spec.Capacity;
import io.margay.edged.internal.spec.CgroupPaths;
import io.margay.edged.internal.spec.Containers;
import io.margay.edged.internal.spec.DownwardFields;
import io.margay.edged.internal.spec.Environments;
import io.margay.edged.internal.spec.KeyedObjects;
import io.margay.edged.internal.spec.Limits;
import io.margay.edged.internal.spec.NameServers;
import io.margay.edged.internal.spec.PullLogins;
import io.margay.edged.internal.spec.ResolverFile;
import io.margay.edged.internal.spec.Rights;
import io.margay.edged.internal.spec.Sandboxes;
import io.margay.edged.internal.sync.Engines;
import io.margay.edged.internal.sync.Lanes;
import io.margay.edged.internal.sync.PodServices;
import io.margay.edged.internal.sync.SyncLoop;
import io.margay.edged.internal.volume.ContainerMounts;
import io.margay.edged.internal.volume.PodFolders;
import io.margay.edged.internal.volume.PodVolumes;
import io.margay.edged.internal.volume.TokenSource;
import io.margay.edged.internal.volume.VolumeContents;
import io.margay.meta.MetaStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pods of this machine: puts the parts together and starts them. */
@Component(service = Edged.class, configurationPid = "io.margay.edged", immediate = true)
@Designate(ocd = EdgedConfig.class)
public final class Edged {
  private static final Logger LOG = LoggerFactory.getLogger(Edged.class);
  private static final Path RESOLVER = Path.of("/etc/resolv.conf");

  /** Where systemd-resolved writes the servers that its stub asks. */
  private static final Path RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

  private final Lanes lanes = new Lanes();
  private final Engines engines;
  private final NodeIdentity identity;
  private final SyncLoop loop;
  private final Probes probes;
  private final Runnable deaf;
  private final @Nullable NodeServer api;

  /** The node's address when the pods were told of it last. */
  private volatile String address;

  @Activate
  public Edged(
      BundleContext context,
      @Reference MetaStore meta,
      @Reference Engines engines,
      EdgedConfig config)
      throws IOException {
    this.engines = engines;
    UpkeepSettings room = UpkeepSettings.of(config);
    String var = context.getProperty("margay.var");
    Path home = Files.createDirectories(Path.of(var == null ? "var" : var).toAbsolutePath());
    Clock clock = Clock.systemUTC();
    Machine machine = new Machine(Path.of("/"), home);
    identity = NodeIdentity.of(config, context.getProperty("margay.node.name"), machine);
    address = identity.address();
    Path logs =
        config.logFolder().isBlank() ? home.resolve("log/pods") : Path.of(config.logFolder());

    Mounts mounts = new MountProgram();
    KeyedObjects objects = KeyedObjects.of(meta);
    DownwardFields fields =
        new DownwardFields(
            identity.name(),
            new Capacity(machine.processors() * 1000L, machine.memory(), machine.diskSize()));
    Rights rights = new Rights(home.resolve("edged/seccomp"));
    Limits limits = new Limits(machine.memory());
    CgroupPaths paths = new CgroupPaths(config.cgroupParent());
    PodFolders folders = PodFolders.in(home.resolve("edged"));
    PodVolumes volumes =
        new PodVolumes(
            folders, mounts, new VolumeContents(objects, fields, TokenSource.NONE), clock);
    NameServers names =
        new NameServers(
            words(config.clusterDns()),
            config.clusterDomain(),
            () -> ResolverFile.ofMachine(RESOLVER, RESOLVED));
    Sandboxes sandboxes =
        new Sandboxes(
            names,
            rights,
            paths,
            logs,
            config.clusterDomain(),
            Set.copyOf(words(config.allowedSysctls())));
    PodCgroups cgroups = new PodCgroups(MountTable.read(), paths, limits);
    HostSpecs specs =
        new HostSpecs(
            sandboxes,
            new Containers(limits, rights),
            new Environments(objects, fields),
            new PullLogins(objects),
            new ContainerMounts(folders, volumes, mounts),
            new LastWords(folders, sandboxes),
            cgroups,
            limits,
            identity,
            config.clusterDomain(),
            engines::current);
    Calls calls = new Calls(engines::current);
    probes = new Probes(calls, clock);
    loop =
        new SyncLoop(
            new PodServices(
                meta,
                specs,
                new HostVolumes(volumes),
                probes,
                new HookCalls(calls),
                lanes,
                clock,
                identity::address),
            engines,
            identity.name());
    loop.start();
    Upkeep upkeep =
        new Upkeep(
            room,
            new Leftovers(volumes, cgroups, logs),
            loop,
            engines::current,
            home,
            new PodDisk(folders, sandboxes)::bytes,
            clock);
    NodeReporter reporter =
        new NodeReporter(
            meta,
            identity,
            machine,
            new NodeDescription(
                identity, machine, "margay-" + context.getBundle().getVersion(), config.maxPods()),
            engines::current,
            upkeep::pressure,
            clock);
    lanes.later(
        room.period(), () -> lanes.regularly(room.period(), () -> keepUp(upkeep, reporter)));
    api = api(meta, config, home, clock);
    deaf = engines.listen(lanes.regularly(NodeReporter.PERIOD, reporter::report));
    lanes.regularly(NodeReporter.PERIOD, () -> sayThatTheNodeLives(reporter));
  }

  private void sayThatTheNodeLives(NodeReporter reporter) {
    reporter.renewLease();
    String now = identity.address();
    if (!now.equals(address)) {
      address = now;
      loop.lookAtAll();
    }
  }

  private static void keepUp(Upkeep upkeep, NodeReporter reporter) {
    if (upkeep.look()) {
      reporter.report();
    }
  }

  private @Nullable NodeServer api(
      MetaStore meta, EdgedConfig config, Path home, InstantSource clock) {
    if (config.apiPort() == 0) {
      return null;
    }
    try {
      String token =
          config.execTokenFile().isBlank()
              ? ""
              : Files.readString(Path.of(config.execTokenFile())).strip();
      return NodeServer.open(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), config.apiPort()),
          new Routes(
              token,
              meta,
              new Summary(identity.name(), home, engines::current, clock),
              new ContainerFinder(engines::current),
              clock));
    } catch (IOException e) {
      LOG.warn("nobody can ask for pods on port {}: {}", config.apiPort(), e.getMessage());
      return null;
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /** Lets go of the pods, which go on. */
  @Deactivate
  public void close() {
    deaf.run();
    if (api != null) {
      api.close();
    }
    loop.close();
    probes.close();
    lanes.close();
  }

  public SyncLoop loop() {
    return loop;
  }

  public NodeIdentity identity() {
    return identity;
  }

  /** The engine that runs the pods, if the machine has one. */
  public Optional<ContainerEngine> engine() {
    return engines.current();
  }
}
