package io.margay.edged.internal.spec;

import io.margay.edged.engine.Dns;
import java.util.ArrayList;
import java.util.List;

/** Reads the name servers of the machine (resolv.conf(5)). */
final class ResolverFile {
  private static final int MOST_LINES = 1000;

  private ResolverFile() {}

  /** What the text of the file says; lines that say something else are let be. */
  static Dns read(String text) {
    List<String> servers = new ArrayList<>();
    List<String> searches = List.of();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().limit(MOST_LINES).toList()) {
      List<String> words = List.of(line.strip().split("\\s+"));
      List<String> values = words.subList(1, words.size());
      switch (words.get(0)) {
        case "nameserver" -> values.stream().limit(1).forEach(servers::add);
        case "search", "domain" -> searches = values;
        case "options" -> options.addAll(values);
        default -> {}
      }
    }
    return new Dns(servers, searches, options);
  }
}
