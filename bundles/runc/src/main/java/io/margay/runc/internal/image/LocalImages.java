package io.margay.runc.internal.image;

import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.engine.ImageStore;
import io.margay.edged.engine.RegistryLogin;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The images of the node itself: unpacked once, mounted below every container that uses them. */
public final class LocalImages implements ImageStore {
  private final ImageFolder folder;
  private final ArchiveFolder archives;
  private final Unpacker unpacker;
  private final List<String> plainRegistries;

  /** Held while an image is pulled, which may take as long as its registry likes. */
  private final ReentrantLock pulling = new ReentrantLock();

  /** Held while images of the folder are unpacked, for which whoever asks for one waits. */
  private final ReentrantLock scanning = new ReentrantLock();

  /** Held while the folder is looked at or changed, which is short. */
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param store where images are kept
   * @param archives where people put images
   * @param plainRegistries {@code host:port} of registries without TLS
   */
  public LocalImages(Path store, Path archives, List<String> plainRegistries, Programs programs)
      throws IOException {
    this.folder = new ImageFolder(store);
    this.archives = new ArchiveFolder(archives, programs);
    this.unpacker = new Unpacker(programs, "linux/" + architecture());
    this.plainRegistries = List.copyOf(plainRegistries);
  }

  static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  /** An image's files and how it wants to be run. */
  public record Unpacked(Path root, ImageConfig config) {}

  /**
   * The files of an image that is here.
   *
   * @throws EngineException.NotFound when it is not
   */
  public Unpacked unpacked(String reference) {
    StoredImage image =
        guarded("image " + reference, lock, () -> stored(reference))
            .orElseThrow(() -> new EngineException.NotFound("no image " + reference));
    return new Unpacked(folder.root(image.id()), image.config());
  }

  @Override
  public List<Image> list() {
    guarded("images", scanning, this::scan);
    return guarded("images", lock, () -> folder.list().stream().map(StoredImage::toImage).toList());
  }

  @Override
  public Optional<Image> find(String reference) {
    String what = "image " + reference;
    Optional<StoredImage> known = guarded(what, lock, () -> stored(reference));
    if (known.isEmpty()) {
      guarded(what, scanning, this::scan);
      known = guarded(what, lock, () -> stored(reference));
    }
    return known.map(StoredImage::toImage);
  }

  @Override
  public String pull(String reference, @Nullable RegistryLogin login) {
    ImageReference image = parse(reference);
    return guarded(
        "image " + image,
        pulling,
        () -> {
          Registry registry = new Registry(image, plainRegistries, login);
          return take(registry, registry.image(), image).toString();
        });
  }

  @Override
  public void remove(String reference) {
    guarded(
        "image " + reference,
        lock,
        () -> {
          Optional<StoredImage> image = stored(reference);
          if (image.isPresent()) {
            folder.remove(image.get().id());
          }
          return image;
        });
  }

  @Override
  public List<ImageDisk> disks() {
    long bytes = list().stream().mapToLong(Image::bytes).sum();
    return List.of(new ImageDisk(folder.folder().toString(), bytes, 0));
  }

  private Optional<StoredImage> stored(String reference) throws IOException {
    List<StoredImage> images = folder.list();
    Optional<StoredImage> byId =
        images.stream().filter(image -> image.id().toString().equals(reference)).findFirst();
    if (byId.isPresent() || reference.startsWith("sha256:")) {
      return byId;
    }
    ImageReference name = parse(reference);
    return images.stream().filter(image -> image.isCalled(name)).findFirst();
  }

  private boolean scan() throws IOException {
    Path scratch = folder.scratch();
    try {
      archives.scan(
          scratch,
          (layout, image) -> {
            if (image.name().isEmpty()) {
              throw new IOException(
                  "index.json: the image has no annotation io.containerd.image.name or"
                      + " org.opencontainers.image.ref.name");
            }
            take(layout, image, parse(image.name()));
          });
      return true;
    } finally {
      LayerTree.delete(scratch);
    }
  }

  private Digest take(BlobSource source, Descriptor image, ImageReference reference)
      throws IOException {
    String what = reference.toString();
    Unpacker.Contents contents = unpacker.contents(source, image);
    Digest id = contents.id();
    if (!guarded(what, lock, () -> folder.has(id))) {
      Path scratch = folder.scratch();
      try {
        Path next = Files.createDirectory(scratch.resolve("next"));
        Path root = Files.createDirectory(next.resolve("root"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        unpacker.unpack(source, contents, root, scratch);
        guarded(what, lock, () -> folder.has(id) ? next : folder.add(contents, next));
      } finally {
        LayerTree.delete(scratch);
      }
    }
    return guarded(what, lock, () -> folder.name(id, reference, image.digest()));
  }

  private static ImageReference parse(String reference) {
    try {
      return ImageReference.parse(reference);
    } catch (IllegalArgumentException e) {
      throw new EngineException.Failed(String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T guarded(String what, ReentrantLock lock, Work<T> work) {
    lock.lock();
    try {
      return work.run();
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw ImageFolder.failed(what, e);
    } finally {
      lock.unlock();
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }
}
