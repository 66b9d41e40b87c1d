package io.margay.bus.internal.access;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The users that may log in and the hashes of their passwords, from a file like mosquitto's. */
final class Users {
  private final Map<String, PasswordHash> byName;
  private final PasswordHash nobody;

  private Users(Map<String, PasswordHash> byName) {
    this.byName = byName;
    int work = byName.values().stream().mapToInt(PasswordHash::iterations).max().orElse(0);
    this.nobody = PasswordHash.ofNobody(work == 0 ? PasswordHash.ITERATIONS : work);
  }

  /**
   * Reads lines of {@code name:hash}; empty ones and those that begin with {@code #} say nothing.
   *
   * @throws IllegalArgumentException naming the line and what is wrong, but never its content
   */
  static Users parse(String text) {
    Map<String, PasswordHash> users = new TreeMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          add(users, line);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line %d: %s".formatted(i + 1, e.getMessage()));
        }
      }
    }
    return new Users(users);
  }

  private static void add(Map<String, PasswordHash> users, String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("expected name:hash");
    }
    String name = line.substring(0, colon);
    if (users.put(name, PasswordHash.parse(line.substring(colon + 1))) != null) {
      throw new IllegalArgumentException("user " + name + " is there twice");
    }
  }

  /** Whether the user has this password. A user that is not there takes as long as one that is. */
  boolean matches(String name, byte[] password) {
    return byName.getOrDefault(name, nobody).matches(password);
  }

  boolean contains(String name) {
    return byName.containsKey(name);
  }

  int size() {
    return byName.size();
  }

  /** Those whose password is kept in the old form. */
  List<String> weak() {
    return byName.entrySet().stream()
        .filter(e -> e.getValue().weak())
        .map(Map.Entry::getKey)
        .toList();
  }
}
