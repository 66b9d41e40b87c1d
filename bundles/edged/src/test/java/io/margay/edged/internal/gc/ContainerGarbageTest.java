package io.margay.edged.internal.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.pod.PodLabels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerGarbageTest {

  /** {@code pod.name.attempt.state@sandbox} and {@code pod.sandbox.ready}; pod p is wanted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // containers | sandboxes | removed containers | removed sandboxes
        "''|''|''|''",
        "p.a.0.RUNNING@s0|p.s0.y|''|''",
        "p.a.0.EXITED@s0|p.s0.y|''|''",
        "p.a.0.EXITED@s0 p.a.1.RUNNING@s0|p.s0.y|''|''",
        "p.a.0.EXITED@s0 p.a.1.EXITED@s0 p.a.2.RUNNING@s0|p.s0.y|p.a.0|''",
        "p.a.0.UNKNOWN@s0 p.a.1.EXITED@s0|p.s0.y|p.a.0|''",
        "p.a.0.EXITED@s0 p.b.0.EXITED@s0|p.s0.y|''|''",
        "p.a.0.CREATED@s0 p.a.1.RUNNING@s0|p.s0.y|''|''",
        "p.a.0.EXITED@s0 p.a.1.RUNNING@s1|p.s0.n p.s1.y|''|''",
        "p.a.0.EXITED@s0 p.a.1.EXITED@s1|p.s0.n p.s1.y|p.a.0|s0",
        "''|p.s0.n p.s1.n|''|s0",
        "''|p.s0.y p.s1.y|''|''",
        "q.a.0.EXITED@s0|q.s0.n|q.a.0|s0",
        "q.a.0.EXITED@s0|q.s0.y|q.a.0|''",
        "q.a.0.RUNNING@s0|q.s0.y|''|''",
      })
  void whatNobodyNeedsIsRemoved(
      String containers, String sandboxes, String removed, String removedSandboxes) {
    ContainerGarbage.Garbage garbage =
        ContainerGarbage.find(containers(containers), sandboxes(sandboxes), Set.of("p"));

    assertThat(String.join(" ", garbage.containers())).isEqualTo(removed.replace("''", ""));
    assertThat(String.join(" ", garbage.sandboxes())).isEqualTo(removedSandboxes.replace("''", ""));
  }

  private static List<Container> containers(String text) {
    List<Container> containers = new ArrayList<>();
    for (String word : words(text)) {
      String[] parts = word.split("[.@]");
      int attempt = Integer.parseInt(parts[2]);
      containers.add(
          new Container(
              String.join(".", parts[0], parts[1], parts[2]),
              parts[4],
              parts[1],
              attempt,
              "image",
              ContainerState.valueOf(parts[3]),
              Instant.EPOCH.plusSeconds(attempt),
              Map.of(PodLabels.POD_UID, parts[0]),
              Map.of()));
    }
    return containers;
  }

  private static List<Sandbox> sandboxes(String text) {
    List<Sandbox> sandboxes = new ArrayList<>();
    for (String word : words(text)) {
      String[] parts = word.split("\\.");
      sandboxes.add(
          new Sandbox(
              parts[1],
              new PodIdentity("plant", parts[0], parts[0]),
              0,
              parts[2].equals("y"),
              Instant.EPOCH.plusSeconds(sandboxes.size()),
              Map.of(),
              Map.of()));
    }
    return sandboxes;
  }

  private static List<String> words(String text) {
    String plain = text.replace("''", "");
    return plain.isEmpty() ? List.of() : List.of(plain.split(" "));
  }
}
