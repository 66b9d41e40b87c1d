package io.margay.itest.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Asks the kernel which TCP ports a process listens on ({@code /proc/<pid>/net/tcp}, tcp6). */
public final class ListeningPorts {
  private static final String LISTEN = "0A";

  private ListeningPorts() {}

  /** {@code address:port} of each, with an IPv4 address as usual and an IPv6 one as it is. */
  public static Set<String> of(long pid) throws IOException {
    Set<String> sockets = sockets(pid);
    Set<String> ports = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 9 && words[3].equals(LISTEN) && sockets.contains(words[9])) {
          ports.add(readable(words[1]));
        }
      }
    }
    return ports;
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files) {
        try {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (NoSuchFileException closedMeanwhile) {
          continue;
        }
      }
    }
    return inodes;
  }

  /** The kernel writes IPv4 addresses as little-endian hexadecimal, mapped ones into IPv6. */
  private static String readable(String address) {
    String host = address.substring(0, address.indexOf(':'));
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    if (host.length() > 8 && !host.startsWith("0000000000000000FFFF0000")) {
      return host + ":" + port;
    }
    String last = host.substring(host.length() - 8);
    StringBuilder readable = new StringBuilder();
    for (int at = 6; at >= 0; at -= 2) {
      readable.append(Integer.parseInt(last.substring(at, at + 2), 16)).append(at > 0 ? "." : "");
    }
    return readable + ":" + port;
  }
}
