package io.margay.runc.internal.image;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lays one unpacked layer over the layers below it, by moving its files (OCI image specification,
 * "Image Layer Filesystem Changeset"): {@code .wh.name} takes {@code name} away, {@code
 * .wh..wh..opq} all that a folder had. Links are never followed, so that nothing outside the tree
 * is touched.
 */
final class LayerTree {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private LayerTree() {}

  /** Moves a layer's files over a tree on the same disk; what it takes away is of those below. */
  static void lay(Path layer, Path tree) throws IOException {
    if (Files.exists(layer.resolve(OPAQUE), NOFOLLOW_LINKS)) {
      for (Path entry : entries(tree)) {
        delete(entry);
      }
    }
    List<Path> entries = entries(layer);
    for (Path entry : entries) {
      String name = name(entry);
      if (name.startsWith(WHITEOUT) && !name.equals(OPAQUE)) {
        delete(tree.resolve(hidden(name)));
      }
    }
    for (Path entry : entries) {
      if (!name(entry).startsWith(WHITEOUT)) {
        layEntry(entry, tree.resolve(name(entry)));
      }
    }
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }

  private static void layEntry(Path entry, Path target) throws IOException {
    if (Files.isDirectory(entry, NOFOLLOW_LINKS)) {
      if (!Files.isDirectory(target, NOFOLLOW_LINKS)) {
        delete(target);
        Files.createDirectory(target);
      }
      for (String attribute : List.of("unix:uid", "unix:gid", "unix:mode")) {
        Files.setAttribute(
            target,
            attribute,
            Files.getAttribute(entry, attribute, NOFOLLOW_LINKS),
            NOFOLLOW_LINKS);
      }
      lay(entry, target);
    } else {
      delete(target);
      Files.move(entry, target);
    }
  }

  private static String hidden(String whiteout) throws IOException {
    String name = whiteout.substring(WHITEOUT.length());
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IOException("the layer takes away \"" + name + "\", which is no file's name");
    }
    return name;
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  /** Removes a file, a link, or a folder with what is in it; nothing if it is not there. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
