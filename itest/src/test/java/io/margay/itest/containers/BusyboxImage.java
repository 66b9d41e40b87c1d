package io.margay.itest.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.itest.node.Distribution;
import io.margay.itest.support.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An image made of Debian's static busybox, as an OCI archive of one layer: no registry on the
 * internet is asked for anything.
 *
 * @param name with tag
 * @param command what it runs unless told otherwise
 * @param user whom it runs as unless told otherwise; empty for root
 */
public record BusyboxImage(String name, List<String> command, String user) {
  /** What engines run to hold a sandbox: it sleeps. */
  public static final BusyboxImage PAUSE =
      new BusyboxImage("test.local/pause:1", List.of("/bin/sleep", "2147483647"), "");

  /** A shell and the usual small programs. */
  public static final BusyboxImage BUSYBOX =
      new BusyboxImage("test.local/busybox:1", List.of("/bin/sh"), "");

  private static final Map<String, String> FILES =
      Map.of(
          "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nedge:x:1000:1000:edge:/tmp:/bin/sh\n",
          "etc/group", "root:x:0:\nedge:x:1000:\n");

  /** Writes the archive into a folder and returns its path. */
  public Path archive(Path folder) {
    try {
      Path work = Files.createTempDirectory(folder, "image-");
      Path layer = layer(work);
      Path layout = Files.createDirectories(work.resolve("layout"));
      Blob content = Blob.store(layout, Files.readAllBytes(layer));
      Blob config = Blob.store(layout, config(content).getBytes(UTF_8));
      Blob manifest = Blob.store(layout, manifest(config, content).getBytes(UTF_8));
      Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
      Files.writeString(layout.resolve("index.json"), index(manifest));
      Path archive = folder.resolve(name.replaceAll("[^a-z0-9]", "-") + ".tar");
      tar(layout, archive);
      Distribution.delete(work);
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path layer(Path work) throws IOException {
    Path root = work.resolve("root");
    Path bin = Files.createDirectories(root.resolve("bin"));
    for (String folder : List.of("etc", "root", "tmp", "proc", "sys", "dev")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Files.writeString(root.resolve(file.getKey()), file.getValue());
    }
    String busybox = Program.BUSYBOX.path();
    Files.copy(Path.of(busybox), bin.resolve("busybox"));
    for (String applet : Commands.run(List.of(busybox, "--list")).split("\n", -1)) {
      if (!applet.equals("busybox")) {
        Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
      }
    }
    Path layer = work.resolve("layer.tar");
    tar(root, layer);
    return layer;
  }

  private static void tar(Path folder, Path archive) {
    Commands.run(
        List.of(
            "tar",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mtime=@0",
            "-C",
            folder.toString(),
            "-cf",
            archive.toString(),
            "."));
  }

  private String config(Blob layer) {
    String words = command.stream().map(word -> '"' + word + '"').collect(Collectors.joining(","));
    return """
        {"architecture":"%s","os":"linux",\
        "config":{"Env":["PATH=/bin"],"Cmd":[%s],"User":"%s"},\
        "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
        .formatted(architecture(), words, user, layer.digest());
  }

  private static String manifest(Blob config, Blob layer) {
    return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
        "digest":"%s","size":%d},\
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
        "digest":"%s","size":%d}]}"""
        .formatted(config.digest(), config.size(), layer.digest(), layer.size());
  }

  private String index(Blob manifest) {
    return """
        {"schemaVersion":2,"manifests":[{\
        "mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,\
        "annotations":{"io.containerd.image.name":"%s",\
        "org.opencontainers.image.ref.name":"%s"}}]}"""
        .formatted(
            manifest.digest(), manifest.size(), name, name.substring(name.lastIndexOf(':') + 1));
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return Stream.of("aarch64", "arm64").anyMatch(name::equals) ? "arm64" : name;
  }

  /** Bytes in the layout, by their digest. */
  private record Blob(String digest, int size) {

    static Blob store(Path layout, byte[] content) throws IOException {
      try {
        String hash =
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        Path folder = Files.createDirectories(layout.resolve("blobs/sha256"));
        Files.write(folder.resolve(hash), content);
        return new Blob("sha256:" + hash, content.length);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java has SHA-256", e);
      }
    }
  }
}
