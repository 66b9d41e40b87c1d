package io.margay.runc.internal.image;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images on disk: for each a folder named by its id, with its files in {@code root} and what is
 * known of it in {@code image.json}. A folder counts once it has its final name; what a power cut
 * leaves half done lies in {@code incoming} and is thrown away at the next start.
 *
 * <p>Not thread-safe: {@link LocalImages} calls one at a time, but for {@link #scratch}.
 */
final class ImageFolder {
  private static final Logger log = LoggerFactory.getLogger(ImageFolder.class);
  private static final String FACTS = "image.json";
  private static final String CONFIG = "config.json";
  private static final String ROOT = "root";

  private final Path images;
  private final Path incoming;

  ImageFolder(Path folder) throws IOException {
    images = privateFolder(folder.resolve("images"));
    incoming = folder.resolve("incoming");
    LayerTree.delete(incoming);
    privateFolder(incoming);
    dropDamaged();
  }

  /** Images hold programs that give their user rights, and device files: for the node alone. */
  private static Path privateFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /** What cannot be read is fetched again, rather than standing in the way of all others. */
  private void dropDamaged() throws IOException {
    for (Path folder : folders()) {
      try {
        read(folder);
      } catch (IOException | IllegalArgumentException e) {
        log.warn("image {} is damaged and is removed: {}", folder.getFileName(), e.toString());
        remove(folder);
      }
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(images)) {
      return folders.sorted().toList();
    }
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
    for (Path folder : folders()) {
      found.add(read(folder));
    }
    return found;
  }

  private static StoredImage read(Path folder) throws IOException {
    Map<String, Object> facts = Unpacker.json(Files.readAllBytes(folder.resolve(FACTS)));
    return new StoredImage(
        new Digest(String.valueOf(folder.getFileName())),
        Digest.parse(String.valueOf(facts.get("manifest"))),
        facts.get("bytes") instanceof Number bytes ? bytes.longValue() : 0,
        ImageConfig.read(Unpacker.json(Files.readAllBytes(folder.resolve(CONFIG)))),
        texts(facts.get("names")),
        texts(facts.get("asked")));
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  /** Takes an unpacked image in; {@code scratch} has its files in {@code root}. */
  Path add(Unpacker.Contents contents, Path scratch) throws IOException {
    Files.writeString(scratch.resolve(CONFIG), contents.configJson(), CREATE_NEW, WRITE, SYNC);
    writeFacts(scratch, contents.manifest(), sizeOf(scratch.resolve(ROOT)), List.of(), List.of());
    return Files.move(scratch, images.resolve(contents.id().hex()), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Lets a name point to an image, and to no other.
   *
   * @param asked the digest that it was fetched by
   */
  Digest name(Digest id, ImageReference name, Digest asked) throws IOException {
    String tagged = name.name() + ":" + name.tag();
    for (StoredImage image : list()) {
      boolean isIt = image.id().equals(id);
      Set<String> names = new LinkedHashSet<>(image.names());
      Set<String> digests = new LinkedHashSet<>(image.asked());
      boolean changed = (isIt && !name.tag().isEmpty()) ? names.add(tagged) : names.remove(tagged);
      changed |= isIt && digests.add(name.name() + "@" + asked);
      if (changed) {
        writeFacts(
            images.resolve(image.id().hex()),
            image.manifest(),
            image.bytes(),
            List.copyOf(names),
            List.copyOf(digests));
      }
    }
    return id;
  }

  void remove(Digest id) throws IOException {
    remove(images.resolve(id.hex()));
  }

  private void remove(Path folder) throws IOException {
    Path gone = scratch();
    Files.move(folder, gone.resolve("gone"), StandardCopyOption.ATOMIC_MOVE);
    LayerTree.delete(gone);
  }

  private static void writeFacts(
      Path folder, Digest manifest, long bytes, List<String> names, List<String> asked) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("manifest", manifest.toString());
    facts.put("bytes", bytes);
    facts.put("names", names);
    facts.put("asked", asked);
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
