package io.margay.mapper.internal.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in {@code var/drivers/<symbolic name>/} the jars of a driver, since those in the drop-in
 * folder are overwritten, and a record of which of them serves.
 *
 * <p>Each file is written beside its place, forced to the disk and moved there, so that after a
 * power cut it is either the old one or the new one. A jar is there before the record names it.
 */
final class DriverShelf {
  private static final Logger log = LoggerFactory.getLogger(DriverShelf.class);
  private static final String RECORD = "record.properties";
  private static final String JAR = ".jar";

  private final Path folder;

  DriverShelf(Path folder) {
    this.folder = folder;
  }

  /** Takes a copy of a jar, unless there is one. */
  Path keep(DriverJar jar) throws IOException {
    Path copy = jar(jar.name(), jar.edition());
    if (!Files.isRegularFile(copy)) {
      Files.createDirectories(copy.getParent());
      Path half = copy.resolveSibling(copy.getFileName() + ".half");
      Files.copy(jar.file(), half, StandardCopyOption.REPLACE_EXISTING);
      DriverJar taken = readAgain(half);
      if (!taken.name().equals(jar.name()) || !taken.edition().equals(jar.edition())) {
        Files.delete(half);
        throw new IOException(jar.file() + " has changed while it was copied");
      }
      settle(half, copy);
    }
    return copy;
  }

  private static DriverJar readAgain(Path half) throws IOException {
    try {
      return DriverJar.read(half);
    } catch (NoDriverException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Where the copy of an edition lies, if there is one. */
  Optional<Path> find(String driver, Edition edition) {
    return Optional.of(jar(driver, edition)).filter(Files::isRegularFile);
  }

  /** The drivers that there are records of. */
  List<String> drivers() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
      folders.forEach(driver -> names.add(driver.getFileName().toString()));
    } catch (NoSuchFileException nothingKeptYet) {
      return names;
    } catch (IOException e) {
      log.warn("{} cannot be listed: {}", folder, e.toString());
    }
    return names;
  }

  /** What is known of a driver; a record that cannot be read is set aside. */
  Optional<DriverRecord> record(String driver) {
    Path file = folder.resolve(driver).resolve(RECORD);
    try (InputStream in = Files.newInputStream(file)) {
      Properties properties = new Properties();
      properties.load(in);
      Optional<DriverRecord> found = DriverRecord.of(properties);
      if (found.isEmpty()) {
        setAside(file, "it does not say what serves");
      }
      return found;
    } catch (NoSuchFileException noneYet) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      setAside(file, e.toString());
      return Optional.empty();
    }
  }

  private static void setAside(Path file, String why) {
    try {
      Path aside = file.resolveSibling("record.unreadable");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      log.warn("{} cannot be used ({}), it is now {}", file, why, aside);
    } catch (IOException e) {
      log.warn("{} cannot be used ({}) and not set aside: {}", file, why, e.toString());
    }
  }

  /** Writes what is known of a driver, and throws away the jars that are no longer needed. */
  void write(String driver, DriverRecord record, Collection<Edition> alsoNeeded)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    record.toProperties().store(text, "Which edition of this driver serves. Written by the node.");
    Path file = folder.resolve(driver).resolve(RECORD);
    Files.createDirectories(file.getParent());
    Path half = file.resolveSibling(RECORD + ".half");
    Files.write(half, text.toByteArray());
    settle(half, file);
    Set<Path> needed =
        Stream.concat(record.needed().stream(), alsoNeeded.stream())
            .map(edition -> jar(driver, edition))
            .collect(Collectors.toSet());
    delete(folder.resolve(driver), "*" + JAR + "*", needed);
  }

  /** Forgets a driver. */
  void forget(String driver) throws IOException {
    Path home = folder.resolve(driver);
    Files.deleteIfExists(home.resolve(RECORD));
    delete(home, "*", Set.of());
    Files.deleteIfExists(home);
  }

  private static void delete(Path home, String glob, Set<Path> needed) throws IOException {
    if (!Files.isDirectory(home)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home, glob)) {
      for (Path file : files) {
        if (!needed.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path jar(String driver, Edition edition) {
    return folder.resolve(driver).resolve(edition.version() + "-" + edition.hash() + JAR);
  }

  private static void settle(Path half, Path place) throws IOException {
    force(half, StandardOpenOption.WRITE);
    Files.move(half, place, StandardCopyOption.ATOMIC_MOVE);
    force(place.resolveSibling("."), StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
