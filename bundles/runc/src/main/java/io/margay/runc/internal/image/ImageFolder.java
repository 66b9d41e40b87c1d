package io.margay.runc.internal.image;

import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images on disk: for each a folder named by its id, with its files in {@code root} and what is
 * known of it in {@code image.json}. A folder counts once it has its final name; what a power cut
 * leaves half done lies in {@code incoming} and is thrown away at the next start.
 *
 * <p>Not thread-safe: {@link LocalImages} calls one at a time.
 */
final class ImageFolder {
  private static final String FACTS = "image.json";
  private static final String CONFIG = "config.json";
  private static final String ROOT = "root";

  private final Path images;
  private final Path incoming;

  ImageFolder(Path folder) throws IOException {
    images = Files.createDirectories(folder.resolve("images"));
    incoming = folder.resolve("incoming");
    LayerTree.delete(incoming);
    Files.createDirectories(incoming);
  }

  Path folder() {
    return images;
  }

  /** A new, empty folder on the same disk; whoever asked removes it. */
  Path scratch() throws IOException {
    return Files.createTempDirectory(incoming, "image-");
  }

  Path root(Digest id) {
    return images.resolve(id.hex()).resolve(ROOT);
  }

  boolean has(Digest id) {
    return Files.isDirectory(root(id));
  }

  List<StoredImage> list() throws IOException {
    List<StoredImage> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(images)) {
      for (Path folder : folders.sorted().toList()) {
        found.add(read(folder));
      }
    }
    return found;
  }

  private static StoredImage read(Path folder) throws IOException {
    Map<String, Object> facts = Unpacker.json(Files.readAllBytes(folder.resolve(FACTS)));
    List<String> names =
        facts.get("names") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    return new StoredImage(
        new Digest(String.valueOf(folder.getFileName())),
        Digest.parse(String.valueOf(facts.get("manifest"))),
        facts.get("bytes") instanceof Number bytes ? bytes.longValue() : 0,
        ImageConfig.read(Unpacker.json(Files.readAllBytes(folder.resolve(CONFIG)))),
        names);
  }

  /** Takes an unpacked image in; {@code scratch} has its files in {@code root}. */
  Path add(Unpacker.Contents contents, Path scratch) throws IOException {
    Files.writeString(scratch.resolve(CONFIG), contents.configJson());
    writeFacts(scratch, contents.manifest(), sizeOf(scratch.resolve(ROOT)), List.of());
    return Files.move(scratch, images.resolve(contents.id().hex()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Lets a name point to an image, and to no other. */
  Digest name(Digest id, String name) throws IOException {
    for (StoredImage image : list()) {
      Set<String> names = new LinkedHashSet<>(image.names());
      if (image.id().equals(id) ? names.add(name) : names.remove(name)) {
        writeFacts(
            images.resolve(image.id().hex()), image.manifest(), image.bytes(), List.copyOf(names));
      }
    }
    return id;
  }

  void remove(Digest id) throws IOException {
    Path gone = scratch();
    Files.move(images.resolve(id.hex()), gone.resolve(id.hex()), StandardCopyOption.ATOMIC_MOVE);
    LayerTree.delete(gone);
  }

  private static void writeFacts(Path folder, Digest manifest, long bytes, List<String> names) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("manifest", manifest.toString());
    facts.put("bytes", bytes);
    facts.put("names", names);
    new JsonFile(folder.resolve(FACTS)).write(facts);
  }

  private static long sizeOf(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(ImageFolder::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The failure as an engine tells it. */
  static EngineException failed(String what, Exception cause) {
    return new EngineException.Failed(what + ": " + cause.getMessage(), cause);
  }
}
