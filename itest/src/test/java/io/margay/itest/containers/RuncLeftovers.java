package io.margay.itest.containers;

import io.margay.itest.node.Distribution;
import io.margay.itest.support.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Ends what a node with conmon and runc leaves running when it ends, as it should. */
final class RuncLeftovers {
  private RuncLeftovers() {}

  /**
   * Kills the containers and lets go of the namespaces.
   *
   * @param state where the node keeps its containers
   * @param running where their namespaces lie
   */
  static void remove(Path state, Path running) {
    try (Stream<Path> containers = Files.list(state.resolve("containers"))) {
      for (Path container : containers.toList()) {
        RunningProgram.run(
            Map.of(),
            List.of(
                "runc",
                "--root",
                running.resolve("state").toString(),
                "delete",
                "--force",
                container.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Mounts.below(running).forEach(mount -> Commands.run(List.of("umount", "-l", mount)));
    Distribution.delete(running);
  }
}
