package io.margay.edged.internal.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files change all at once for those who read it.
 *
 * <p>As Kubernetes does it: the files lie in a folder with the time in its name, {@code ..data} is
 * a link to that folder, and every name in the volume is a link through {@code ..data}. A new
 * version is written beside the old one; then {@code ..data} is renamed over, which is one step.
 * Whatever the power was cut in is repaired by the next {@link #publish}.
 */
final class PublishedFolder {
  private static final String DATA = "..data";
  private static final String NEW_DATA = "..data_tmp";
  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("'..'yyyy_MM_dd_HH_mm_ss.SSSSSSSSS").withZone(ZoneOffset.UTC);
  private static final int READABLE_FOLDER = 0755;
  private static final int GROUP_FOLDER = 02775;
  private static final int GROUP_FILE = 0440;
  private static final int ALL_MODE_BITS = 07777;

  private final Path folder;
  private final @Nullable Integer group;
  private final InstantSource clock;

  /**
   * @param folder exists
   * @param group the number of the group that may read everything; null for none
   */
  PublishedFolder(Path folder, @Nullable Integer group, InstantSource clock) {
    this.folder = folder;
    this.group = group;
    this.clock = clock;
  }

  /**
   * Makes the folder hold these files and no others.
   *
   * @return whether anything changed
   */
  boolean publish(Map<SafePath, FileContent> files) throws IOException {
    Path current = current();
    if (current != null && holdsExactly(current, files)) {
      link(files.keySet());
      removeOthers(current, files.keySet());
      return false;
    }
    Path next = newVersion(current);
    write(next, files);
    Path link = folder.resolve(NEW_DATA);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, next.getFileName());
    Files.move(link, folder.resolve(DATA), ATOMIC_MOVE);
    link(files.keySet());
    removeOthers(next, files.keySet());
    return true;
  }

  /** Writes a version, or nothing: a full disk is not to be filled by what it had no room for. */
  private void write(Path version, Map<SafePath, FileContent> files) throws IOException {
    try {
      makeFolder(version);
      for (Map.Entry<SafePath, FileContent> file : files.entrySet()) {
        write(version, file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      FileTree.delete(version);
      throw e;
    }
  }

  private Path newVersion(@Nullable Path current) throws IOException {
    Instant now = clock.instant();
    Path version = folder.resolve(VERSION.format(now));
    if (version.equals(current)) {
      version = folder.resolve(VERSION.format(now.plusNanos(1)));
    }
    FileTree.delete(version);
    return version;
  }

  private @Nullable Path current() throws IOException {
    try {
      Path target = folder.resolve(Files.readSymbolicLink(folder.resolve(DATA)).getFileName());
      return Files.isDirectory(target, NOFOLLOW_LINKS) ? target : null;
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private boolean holdsExactly(Path version, Map<SafePath, FileContent> files) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    for (Path file : FileTree.files(version)) {
      found.put(version.relativize(file).toString(), file);
    }
    if (found.size() != files.size()) {
      return false;
    }
    for (Map.Entry<SafePath, FileContent> wanted : files.entrySet()) {
      Path file = found.get(wanted.getKey().toString());
      if (file == null || !isAsWanted(file, wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isAsWanted(Path file, FileContent wanted) throws IOException {
    Map<String, Object> is = Files.readAttributes(file, "unix:mode,uid,gid,size", NOFOLLOW_LINKS);
    Object mode = is.get("mode");
    return mode instanceof Integer bits
        && (bits & ALL_MODE_BITS) == fileMode(wanted)
        && Long.valueOf(wanted.length()).equals(is.get("size"))
        && (wanted.user() == null || wanted.user().equals(is.get("uid")))
        && (group == null || group.equals(is.get("gid")))
        && wanted.holds(Files.readAllBytes(file));
  }

  private int fileMode(FileContent content) {
    return group == null ? content.mode() : content.mode() | GROUP_FILE;
  }

  private void write(Path version, SafePath path, FileContent content) throws IOException {
    Path file = path.below(version);
    Path parent = file.getParent();
    for (Path above = version; parent != null && !above.equals(parent); ) {
      above = above.resolve(above.relativize(parent).getName(0));
      if (!Files.isDirectory(above, NOFOLLOW_LINKS)) {
        makeFolder(above);
      }
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content.bytes());
    own(file, content.user());
    Files.setAttribute(file, "unix:mode", fileMode(content), NOFOLLOW_LINKS);
  }

  private void makeFolder(Path path) throws IOException {
    Files.createDirectory(path);
    own(path, null);
    Files.setAttribute(path, "unix:mode", group == null ? READABLE_FOLDER : GROUP_FOLDER);
  }

  private void own(Path path, @Nullable Integer user) throws IOException {
    if (user != null) {
      Files.setAttribute(path, "unix:uid", user, NOFOLLOW_LINKS);
    }
    if (group != null) {
      Files.setAttribute(path, "unix:gid", group, NOFOLLOW_LINKS);
    }
  }

  private void link(Set<SafePath> paths) throws IOException {
    for (String name : firstNames(paths)) {
      Path link = folder.resolve(name);
      if (!Files.isSymbolicLink(link)) {
        FileTree.delete(link);
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
  }

  private void removeOthers(Path version, Set<SafePath> paths) throws IOException {
    Set<String> wanted = firstNames(paths);
    wanted.add(DATA);
    wanted.add(version.getFileName().toString());
    for (Path entry : FileTree.entries(folder)) {
      if (!wanted.contains(entry.getFileName().toString())) {
        FileTree.delete(entry);
      }
    }
  }

  private static Set<String> firstNames(Set<SafePath> paths) {
    Set<String> names = new TreeSet<>();
    paths.forEach(path -> names.add(path.first()));
    return names;
  }
}
