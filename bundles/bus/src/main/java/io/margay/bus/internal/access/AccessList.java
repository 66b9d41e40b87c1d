package io.margay.bus.internal.access;

import io.margay.bus.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may read and write which topics, as an ACL file of mosquitto says it (mosquitto.conf(5),
 * {@code acl_file}).
 *
 * <p>{@code topic} lines before the first {@code user} hold for clients without a user, those after
 * it for that user; {@code pattern} lines hold for all wherever they stand. What no line allows is
 * forbidden, and {@code deny} wins over what allows.
 */
final class AccessList {
  private final List<AclRule> ofAnonymous = new ArrayList<>();
  private final Map<String, List<AclRule>> ofUsers = new HashMap<>();
  private final List<AclPattern> ofAll = new ArrayList<>();

  private AccessList() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the line, what was found and what was expected
   */
  static AccessList parse(String text) {
    AccessList list = new AccessList();
    List<AclRule> section = list.ofAnonymous;
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          section = list.add(line, section);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line %d: %s".formatted(i + 1, e.getMessage()));
        }
      }
    }
    return list;
  }

  /** Adds a line to a section, and returns the section that the next line belongs to. */
  private List<AclRule> add(String line, List<AclRule> section) {
    String[] words = line.split("[ \t]+", 2);
    String rest = words.length == 1 ? "" : words[1];
    switch (words[0]) {
      case "user" -> {
        if (rest.isEmpty()) {
          throw new IllegalArgumentException("user: a name is missing");
        }
        return ofUsers.computeIfAbsent(rest, user -> new ArrayList<>());
      }
      case "topic" -> section.add(new AclRule(access(rest), new TopicFilter(filter(rest))));
      case "pattern" -> ofAll.add(new AclPattern(access(rest), filter(rest)));
      default ->
          throw new IllegalArgumentException(
              "found \"" + words[0] + "\", expected user, topic, pattern or a comment");
    }
    return section;
  }

  /** The access may be left out, but not when the topic has a space in it. */
  private static AclRule.Access access(String rest) {
    String[] words = rest.split("[ \t]+", 2);
    return words.length == 1 ? AclRule.Access.READWRITE : AclRule.Access.of(words[0]);
  }

  private static String filter(String rest) {
    String[] words = rest.split("[ \t]+", 2);
    return words[words.length - 1];
  }

  /** What one client may do. */
  ClientRules rulesFor(@Nullable String user, String clientId) {
    List<AclRule> rules =
        new ArrayList<>(user == null ? ofAnonymous : ofUsers.getOrDefault(user, List.of()));
    ofAll.forEach(pattern -> pattern.rule(user, clientId).ifPresent(rules::add));
    return new ClientRules(rules);
  }
}
