package io.margay.edged.internal.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted on this machine (proc(5), {@code /proc/self/mountinfo}).
 *
 * @param mounts in the order in which they were mounted
 */
public record MountTable(List<MountPoint> mounts) {
  private static final Path FILE = Path.of("/proc/self/mountinfo");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
  private static final int ROOT = 3;
  private static final int PATH = 4;
  private static final int FIRST_OPTIONAL = 6;

  public MountTable {
    mounts = List.copyOf(mounts);
  }

  /** What is mounted now, as this process sees it. */
  public static MountTable read() throws IOException {
    // Not readString, to which the path of one odd mount would make all unreadable.
    return parse(new String(Files.readAllBytes(FILE), StandardCharsets.UTF_8));
  }

  /** Reads the text of the file; lines of another form are let be. */
  public static MountTable parse(String text) {
    List<MountPoint> mounts = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] fields = line.split(" ", -1);
      int separator = FIRST_OPTIONAL;
      while (separator < fields.length && !fields[separator].equals("-")) {
        separator++;
      }
      if (separator + 3 < fields.length) {
        mounts.add(
            new MountPoint(
                plain(fields[ROOT]),
                Path.of(plain(fields[PATH])),
                fields[separator + 1],
                fields[separator + 3]));
      }
    }
    return new MountTable(mounts);
  }

  /** All mounts of a type. */
  public List<MountPoint> ofType(String type) {
    return mounts.stream().filter(mount -> mount.type().equals(type)).toList();
  }

  /** What is mounted at exactly this path; the last one hides those before it. */
  public Optional<MountPoint> at(Path path) {
    return mounts.stream().filter(mount -> mount.path().equals(path)).reduce((first, last) -> last);
  }

  /** The mount that a path lies on. */
  public Optional<MountPoint> holding(Path path) {
    return mounts.stream()
        .filter(mount -> path.startsWith(mount.path()))
        .reduce(
            (best, next) -> next.path().getNameCount() >= best.path().getNameCount() ? next : best);
  }

  /** The mounts at and below a path, the deepest and latest first: in the order to unmount them. */
  public List<Path> below(Path folder) {
    List<Path> paths = new ArrayList<>();
    mounts.stream()
        .map(MountPoint::path)
        .filter(path -> path.startsWith(folder))
        .forEach(path -> paths.add(0, path));
    paths.sort(Comparator.comparingInt(Path::getNameCount).reversed());
    return paths;
  }

  /** Spaces and the like are written in octal. */
  private static String plain(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(
            octal ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
  }
}
