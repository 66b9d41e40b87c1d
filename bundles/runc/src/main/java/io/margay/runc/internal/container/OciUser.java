package io.margay.runc.internal.container;

import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.SecurityContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * As whom a container's process runs: the pod's numbers, else the image's user, which may be a name
 * of the image's own {@code /etc/passwd} and {@code /etc/group}.
 */
record OciUser(long user, long group, List<Long> groups) {
  private static final int LONGEST_FILE = 1024 * 1024;

  /**
   * Finds the numbers.
   *
   * @param imageUser {@code user}, {@code user:group}, by number or name; empty for root
   * @param root the image's files
   */
  static OciUser of(SecurityContext security, String imageUser, Path root) {
    String wanted =
        security.user() != null
            ? Long.toString(security.user())
            : security.userName().isEmpty() ? imageUser : security.userName();
    String[] parts = (wanted.isEmpty() ? "0" : wanted).split(":", 2);
    List<String[]> users = lines(root, "passwd", 4);
    List<String> userLine = line(users, parts[0]);
    long user = userLine.isEmpty() ? number(parts[0], "user") : number(userLine.get(2), "user");
    long group;
    if (security.group() != null) {
      group = security.group();
    } else if (parts.length > 1) {
      List<String> groupLine = line(lines(root, "group", 3), parts[1]);
      group = number(groupLine.isEmpty() ? parts[1] : groupLine.get(2), "group");
    } else {
      group = userLine.isEmpty() ? 0 : number(userLine.get(3), "group");
    }
    Set<Long> groups = new LinkedHashSet<>(security.supplementalGroups());
    if (!userLine.isEmpty()) {
      for (String[] line : lines(root, "group", 4)) {
        if (List.of(line[3].split(",")).contains(userLine.get(0))) {
          groups.add(number(line[2], "group"));
        }
      }
    }
    return new OciUser(user, group, List.copyOf(groups));
  }

  private static List<String> line(List<String[]> lines, String nameOrNumber) {
    for (String[] line : lines) {
      if (line[0].equals(nameOrNumber) || line[2].equals(nameOrNumber)) {
        return List.of(line);
      }
    }
    return List.of();
  }

  private static List<String[]> lines(Path root, String name, int fields) {
    Path etc = root.resolve("etc");
    Path file = etc.resolve(name);
    List<String[]> lines = new ArrayList<>();
    try {
      if (Files.isDirectory(etc, LinkOption.NOFOLLOW_LINKS)
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) <= LONGEST_FILE) {
        for (String line : Files.readAllLines(file)) {
          String[] parts = line.split(":", -1);
          if (parts.length >= fields) {
            lines.add(parts);
          }
        }
      }
    } catch (IOException e) {
      throw new EngineException.Failed("the image's /etc/" + name + " cannot be read", e);
    }
    return lines;
  }

  private static long number(String text, String what) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new EngineException.Failed(
          "the image knows no " + what + " \"" + text + "\"; expected a number or a name in /etc",
          e);
    }
  }
}
