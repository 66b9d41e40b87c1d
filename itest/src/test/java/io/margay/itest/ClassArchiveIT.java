package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.node.Distribution;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The archive of classes that is made beside a running node, for the next start. */
class ClassArchiveIT {
  private static final String CLASS = "io.margay.meta.internal.SqliteMetaStore";

  @Test
  void whatIsMadeBesideANodeIsMappedByTheNextStartThoughTheNodeWasKilled() throws IOException {
    try (MargayNode node = MargayNode.running("archive")) {
      RunningProgram.Result made = makeArchive(node);
      assertThat(made.exitCode()).as(made.text()).isZero();
      assertThat(archives(node)).hasSize(1);
      assertThat(node.var().resolve("run/archive-bundles")).doesNotExist();

      node.kill();
      node.start();

      assertThat(Files.readString(Path.of("/proc", node.program().pid() + "", "maps")))
          .contains(archives(node).get(0).toString());
      assertThat(node.shell("manifests:list")).isNotNull();
    }
  }

  /** Has a few classes of all bundles archived, as the node does with all that it has loaded. */
  private static RunningProgram.Result makeArchive(MargayNode node) {
    String bundles =
        Distribution.bundles().stream()
            .map(jar -> "bundle reference:" + node.home().resolve(inHome(jar)).toUri())
            .collect(Collectors.joining("\n"));
    return RunningProgram.run(
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        List.of(
            "sh",
            "-c",
            "printf '%s\\n' \"$1\" \"$2\" | \"$3\" archive",
            "sh",
            bundles,
            CLASS,
            node.home().resolve("bin/margay").toString()));
  }

  private static Path inHome(Path jar) {
    return jar.subpath(jar.getNameCount() - 3, jar.getNameCount());
  }

  private static List<Path> archives(MargayNode node) throws IOException {
    try (Stream<Path> files = Files.list(node.var().resolve("cds"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
