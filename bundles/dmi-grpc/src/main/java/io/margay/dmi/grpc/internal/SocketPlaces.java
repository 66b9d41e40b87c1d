package io.margay.dmi.grpc.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the socket may be: the first place that can be had is taken. */
final class SocketPlaces {
  /** Where mappers made for KubeEdge look for it. */
  static final Path KUBEEDGE = Path.of("/etc/kubeedge/dmi.sock");

  private SocketPlaces() {}

  /**
   * The places, in order; none if there is to be no socket.
   *
   * @param configured a path, {@code off}, or empty for the node's own choice
   */
  static List<Path> of(String configured, Path kubeEdge, Path var) {
    String wanted = configured.strip();
    if (wanted.equals("off")) {
      return List.of();
    }
    if (!wanted.isEmpty()) {
      return List.of(Path.of(wanted));
    }
    return Stream.of(kubeEdge, var.resolve("run/dmi.sock"))
        .filter(place -> !place.equals(kubeEdge) || Files.isWritable(place.resolveSibling(".")))
        .toList();
  }
}
