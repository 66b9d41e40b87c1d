package io.margay.bus.internal;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/** Finds the files that the configuration names. */
record ConfFolder(Path path) {

  static ConfFolder of(BundleContext context) {
    String home = context.getProperty("margay.home");
    return new ConfFolder(Path.of(home == null ? "" : home, "conf").toAbsolutePath());
  }

  /** A file of the folder; empty when the name is empty. */
  Optional<Path> file(String key, String name) {
    if (name.isBlank()) {
      return Optional.empty();
    }
    Path file = path.resolve(name.strip()).normalize();
    if (!file.startsWith(path)) {
      throw new IllegalArgumentException(
          "%s: found \"%s\", expected a file in %s".formatted(key, name, path));
    }
    return Optional.of(file);
  }

  /**
   * A file of the folder or, with an absolute path, one elsewhere; empty when the name is empty.
   */
  Optional<Path> fileAnywhere(String name) {
    return name.isBlank() ? Optional.empty() : Optional.of(path.resolve(name.strip()));
  }
}
