package io.margay.mapper.internal.deploy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/** Names the file in the drop-in folder that a bundle came from, as people name it. */
final class Origins {
  private final Path folder;
  private final Map<String, String> copies = new ConcurrentHashMap<>();

  Origins(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** A bundle at this location will be made of a copy of the file. */
  void copied(String location, String file) {
    copies.put(location, file);
  }

  /** The file, if the bundle comes from the folder. */
  Optional<String> of(Bundle bundle) {
    String copied = copies.get(bundle.getLocation());
    return copied != null ? Optional.of(shown(copied)) : fileOf(bundle);
  }

  /** The bundle at this location is gone. */
  void gone(String location) {
    copies.remove(location);
  }

  /** A file of the folder, as people name it. */
  String shown(String file) {
    return folder.getFileName() + "/" + file;
  }

  private Optional<String> fileOf(Bundle bundle) {
    try {
      URI location = URI.create(bundle.getLocation());
      if (!"file".equals(location.getScheme())) {
        return Optional.empty();
      }
      Path file = Path.of(location).toAbsolutePath().normalize();
      return file.startsWith(folder)
          ? Optional.of(shown(folder.relativize(file).toString()))
          : Optional.empty();
    } catch (IllegalArgumentException notAFile) {
      return Optional.empty();
    }
  }
}
