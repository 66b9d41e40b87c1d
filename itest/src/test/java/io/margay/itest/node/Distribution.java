package io.margay.itest.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The built distribution, as {@code mvn package} leaves it. */
public final class Distribution {
  private static final Path HOME =
      Path.of(System.getProperty("margay.distribution")).toAbsolutePath().normalize();

  private Distribution() {}

  /** A driver of it that is not started unless it is put into {@code deploy/}. */
  public static Path driver(String name) {
    return existing(HOME.resolve("drivers").resolve(name + ".jar"));
  }

  /** A jar of {@code extras/}, by its path there. */
  public static Path extra(String path) {
    return existing(HOME.resolve("extras").resolve(path));
  }

  /** The jars that every node starts with, in the order of their start levels. */
  public static List<Path> bundles() {
    try (Stream<Path> files = Files.walk(existing(HOME.resolve("bundle")))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unpacks it into a folder of its own, so to speak. */
  static Path unpack() {
    existing(HOME.resolve("bin/margay"));
    try (Stream<Path> files = Files.walk(HOME)) {
      Path home = Files.createTempDirectory("margay-it-");
      for (Path file : files.toList()) {
        Path copy = home.resolve(HOME.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(
              file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder and all that is in it. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new AssertionError(path + " is not there: build the distribution first, mvn package");
    }
    return path;
  }
}
