package io.margay.edged.internal.spec;

import io.margay.edged.engine.Dns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the name servers of the machine (resolv.conf(5)). */
public final class ResolverFile {
  private static final int MOST_LINES = 1000;

  private ResolverFile() {}

  /** What a file says; nothing when it cannot be read. */
  public static Dns read(Path file) {
    try {
      return read(Files.readString(file));
    } catch (IOException e) {
      return Dns.HOST;
    }
  }

  /**
   * The name servers that pods can ask: where the usual file names a stub that only the host itself
   * reaches, as systemd-resolved's, those behind it.
   */
  public static Dns ofMachine(Path usual, Path behindStub) {
    Dns first = read(usual);
    boolean stubsOnly =
        !first.servers().isEmpty() && first.servers().stream().allMatch(ResolverFile::isLoopback);
    Dns behind = stubsOnly ? read(behindStub) : first;
    return behind.servers().isEmpty() ? first : behind;
  }

  private static boolean isLoopback(String server) {
    return server.startsWith("127.") || server.equals("::1");
  }

  /** What the text of the file says; lines that say something else are let be. */
  static Dns read(String text) {
    List<String> servers = new ArrayList<>();
    List<String> searches = List.of();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().limit(MOST_LINES).toList()) {
      List<String> words = List.of(line.strip().split("\\s+", -1));
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
