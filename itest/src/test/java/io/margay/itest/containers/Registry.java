package io.margay.itest.containers;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's image registry inside a network, with or without a login. */
public final class Registry implements AutoCloseable {
  /** Who may fetch from a registry with a login. */
  public static final String USER = "edge";

  /** The password of {@link #USER}. */
  public static final String PASSWORD = "ocelot";

  /** {@link #PASSWORD} as {@code htpasswd -B} writes it. */
  private static final String HASH = "$2y$05$Ne/dC7UlgDhgtq57hvd.GO7ohYpL1ZXc/wQLF6ktuhSH9L1HO0aFy";

  private final NetworkNamespace network;
  private final int port;
  private final boolean login;
  private final RunningProgram program;

  private Registry(NetworkNamespace network, Path folder, int port, boolean login) {
    this.network = network;
    this.port = port;
    this.login = login;
    Path config = folder.resolve("registry-" + port + ".yml");
    try {
      Path users = folder.resolve("registry-" + port + ".users");
      Files.writeString(users, USER + ":" + HASH + "\n");
      Files.writeString(config, config(folder, users));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    program =
        RunningProgram.start(
            WorkFolder.numbered("registry", "log"),
            Map.of("OTEL_TRACES_EXPORTER", "none"),
            network.entering(List.of(Program.DOCKER_REGISTRY.path(), "serve", config.toString())));
    program.output().await(0, "listening on");
  }

  /** One that asks nobody who they are. */
  public static Registry open(NetworkNamespace network, Path folder, int port) {
    return new Registry(network, folder, port, false);
  }

  /** One that wants {@link #USER} and {@link #PASSWORD}. */
  public static Registry withLogin(NetworkNamespace network, Path folder, int port) {
    return new Registry(network, folder, port, true);
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Puts an image of an engine into it; the returned name is the one to pull. */
  public String push(Containerd containerd, BusyboxImage image) {
    String name = address() + "/" + image.name().substring(image.name().indexOf('/') + 1);
    containerd.ctr(
        "images", "push", "--plain-http", "--user", USER + ":" + PASSWORD, name, image.name());
    return name;
  }

  /**
   * Puts an image of an archive into it, packed with gzip; the returned name is the one to pull.
   */
  public String push(Path archive, String name) {
    return push(archive, name, "gzip");
  }

  /** Puts an image of an archive into it, its layers packed as said. */
  public String push(Path archive, String name, String packing) {
    String full = address() + "/" + name;
    network.run(
        Program.SKOPEO.path(),
        "--insecure-policy",
        "copy",
        "--dest-tls-verify=false",
        "--dest-compress-format=" + packing,
        "oci-archive:" + archive,
        "docker://" + full);
    return full;
  }

  private String config(Path folder, Path users) {
    return """
        version: 0.1
        log: {level: info}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "%s"}
        """
            .formatted(folder.resolve("registry-" + port), address())
        + (login ? "auth: {htpasswd: {realm: test, path: " + users + "}}\n" : "");
  }

  @Override
  public void close() {
    program.close();
  }
}
