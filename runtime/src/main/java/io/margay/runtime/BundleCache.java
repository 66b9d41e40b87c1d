package io.margay.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The framework's own memory, emptied before each start. Nothing in it is of value: the node's
 * bundles come by reference, drivers come again from {@code deploy/}. So a cache that a power cut
 * has torn, or that an older version has left, can never keep a node from starting.
 */
final class BundleCache {
  private BundleCache() {}

  /** Removes whatever lies there, without following links out of it. */
  static void clear(Path cache) throws IOException {
    if (!Files.exists(cache, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
