package io.margay.itest.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A shipped node finds containerd when it comes, and loads nothing for it before. */
class CriNodeIT {
  /** 128 + SIGTERM. */
  private static final int TERMINATED = 143;

  @Test
  void anEngineIsFoundWhenItComes() throws Exception {
    try (MargayNode node = MargayNode.unpacked("cri");
        Containerd containerd = Containerd.withBusybox()) {
      containerd.kill();
      Files.delete(containerd.socket());
      node.configure(
          "io.margay.cri.cfg", "lookMillis=100\nsockets=/nowhere," + containerd.socket() + "\n");
      node.start();
      Await.until(
          "the search to begin", () -> assertThat(threads(node)).contains("margay-cri-disc"));
      assertThat(threads(node)).doesNotContain("margay-cri-io-1");

      containerd.start();

      node.log().await(0, "containers: containerd", containerd.socket().toString());
      Await.until(
          "the search to end", () -> assertThat(threads(node)).doesNotContain("margay-cri-disc"));
      assertThat(threads(node)).anyMatch(name -> name.startsWith("margay-cri-io"));
      assertThat(node.stop()).isEqualTo(TERMINATED);
    }
  }

  /** Names as the kernel keeps them: 15 characters. */
  private static Set<String> threads(MargayNode node) throws Exception {
    long java =
        ProcessHandle.of(node.program().pid())
            .map(process -> Stream.concat(Stream.of(process), process.descendants()))
            .orElseThrow()
            .filter(process -> process.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow()
            .pid();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + java + "/task"))) {
      return tasks.map(CriNodeIT::name).collect(Collectors.toSet());
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
