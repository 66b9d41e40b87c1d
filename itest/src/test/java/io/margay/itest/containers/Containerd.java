package io.margay.itest.containers;

import io.margay.itest.node.Distribution;
import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Debian's containerd of a test's own: its folders, its socket and its network are in nobody's way,
 * and when it closes no container, mount or file of it is left. Needs root.
 *
 * <p>The sockets for {@code exec}, {@code attach} and port-forward listen on a loopback address
 * inside its network; a relay makes them reachable on the same port outside, where tests run.
 */
public final class Containerd implements AutoCloseable {
  private static final String CRI_NAMESPACE = "k8s.io";

  private final Path folder;
  private final NetworkNamespace network = new NetworkNamespace();
  private final ReservedPort streamPort = new ReservedPort();
  private final Relay relay;
  private RunningProgram program;

  private Containerd(Path folder) {
    this.folder = folder;
    this.relay = new Relay(network, folder.resolve("stream.sock"), streamPort.number());
  }

  /** Starts one that has {@link BusyboxImage#PAUSE} and {@link BusyboxImage#BUSYBOX}. */
  public static Containerd withBusybox() {
    try {
      Containerd containerd = new Containerd(Files.createTempDirectory("margay-containerd-"));
      containerd.configure();
      containerd.start();
      containerd.load(BusyboxImage.PAUSE);
      containerd.load(BusyboxImage.BUSYBOX);
      return containerd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where CRI is spoken. */
  public Path socket() {
    return folder.resolve("containerd.sock");
  }

  /** Where its containers have their addresses and ports. */
  public NetworkNamespace network() {
    return network;
  }

  /** A folder that goes when it goes. */
  public Path folder() {
    return folder;
  }

  /** Starts it, again with the containers that it left, and returns once it answers. */
  public void start() {
    program =
        RunningProgram.start(
            WorkFolder.numbered("containerd", "log"),
            Map.of(),
            network.entering(
                List.of(
                    Program.CONTAINERD.path(), "-c", folder.resolve("config.toml").toString())));
    Await.until("containerd to answer", () -> ctr("version"));
  }

  /** Ends it as {@code kill -9} does. Its containers live on. */
  public void kill() {
    program.kill();
  }

  /** What {@code ctr} prints for a command in the namespace of CRI. */
  public String ctr(String... command) {
    List<String> words =
        new ArrayList<>(
            List.of(Program.CTR.path(), "-a", socket().toString(), "-n", CRI_NAMESPACE));
    words.addAll(List.of(command));
    return Commands.run(network.entering(words));
  }

  /** Gives it an image. */
  public void load(BusyboxImage image) {
    ctr("images", "import", image.archive(folder).toString());
  }

  /** Makes it ask a registry without TLS. */
  public void trust(Registry registry) {
    try {
      Path host = Files.createDirectories(folder.resolve("certs.d").resolve(registry.address()));
      Files.writeString(
          host.resolve("hosts.toml"),
          """
          server = "http://%1$s"
          [host."http://%1$s"]
          capabilities = ["pull", "resolve"]
          """
              .formatted(registry.address()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void configure() throws IOException {
    Files.createDirectories(folder.resolve("certs.d"));
    Files.writeString(folder.resolve("config.toml"), CONFIG.formatted(folder, streamPort.number()));
    Path cni = Files.createDirectories(folder.resolve("cni"));
    Files.writeString(cni.resolve("10-test.conflist"), CNI.formatted(folder));
  }

  @Override
  public void close() {
    if (!program.isAlive()) {
      start();
    }
    Await.until("its containers to end", this::endContainers);
    program.kill();
    relay.close();
    streamPort.close();
    Mounts.below(folder).forEach(mount -> Commands.run(List.of("umount", "-l", mount)));
    Distribution.delete(folder);
    network.close();
  }

  /** Kills them; fails when one ends by itself meanwhile, or takes its shim along. */
  private void endContainers() {
    String running = ctr("tasks", "list", "-q");
    if (!running.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("tasks", "delete", "-f"));
      command.addAll(List.of(running.split("\n", -1)));
      ctr(command.toArray(String[]::new));
    }
  }

  /** %1$s is the folder, %2$d the port of streams. */
  private static final String CONFIG =
      """
      version = 2
      root = "%1$s/root"
      state = "%1$s/state"
      oom_score = 0
      [grpc]
      address = "%1$s/containerd.sock"
      [ttrpc]
      address = "%1$s/ttrpc.sock"
      [plugins."io.containerd.internal.v1.opt"]
      path = "%1$s/opt"
      [plugins."io.containerd.grpc.v1.cri"]
      sandbox_image = "test.local/pause:1"
      restrict_oom_score_adj = true
      disable_apparmor = true
      netns_mounts_under_state_dir = true
      stream_server_address = "127.0.0.1"
      stream_server_port = "%2$d"
      [plugins."io.containerd.grpc.v1.cri".cni]
      bin_dir = "/usr/lib/cni"
      conf_dir = "%1$s/cni"
      [plugins."io.containerd.grpc.v1.cri".containerd]
      snapshotter = "overlayfs"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "/usr/sbin/runc"
      SystemdCgroup = false
      [plugins."io.containerd.grpc.v1.cri".registry]
      config_path = "%1$s/certs.d"
      """;

  private static final String CNI =
      """
      {"cniVersion": "0.4.0", "name": "test", "plugins": [
        {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
         "ipam": {"type": "host-local", "dataDir": "%1$s/addresses",
                  "ranges": [[{"subnet": "10.88.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
        {"type": "portmap", "capabilities": {"portMappings": true}}
      ]}
      """;
}
