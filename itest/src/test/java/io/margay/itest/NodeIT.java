package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.ListeningPorts;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The node as a process: how it starts, what it refuses, how it ends, what survives a power cut.
 */
class NodeIT {
  private static final int ROUNDS = 3;
  private static final int OK = 0;

  /** 128 + SIGTERM, which is how a process that was asked to stop ends for its parent. */
  private static final int TERMINATED = 143;

  private static final int NOT_RUNNING = 3;
  private static final int UNUSABLE_FOLDER = 4;
  private static final int ALREADY_RUNNING = 5;

  @Test
  void statusAndStopSayInTextAndExitCodeHowTheNodeIs() {
    try (MargayNode node = MargayNode.unpacked("status")) {
      assertThat(node.margay("status").exitCode()).isEqualTo(NOT_RUNNING);
      assertThat(node.margay("stop").exitCode()).isEqualTo(NOT_RUNNING);
      assertThat(node.margay("shell", "lb").exitCode()).isEqualTo(NOT_RUNNING);

      node.start();
      RunningProgram.Result status = node.margay("status");
      assertThat(status.exitCode()).isEqualTo(OK);
      assertThat(status.text()).contains(Long.toString(node.program().pid()));

      assertThat(node.stop()).isEqualTo(TERMINATED);
      assertThat(node.margay("status").exitCode()).isEqualTo(NOT_RUNNING);
      assertThat(node.var().resolve("run/shell.sock")).doesNotExist();
    }
  }

  @Test
  void onlyItsOwnerCanTalkToItsShellAndOnlyMqttListens() throws IOException {
    try (MargayNode node = MargayNode.running("doors", "modbus")) {
      Path socket = node.var().resolve("run/shell.sock");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
      Await.until(
          "the MQTT port alone to listen",
          () ->
              assertThat(ListeningPorts.of(node.program().pid()))
                  .containsExactly("127.0.0.1:" + node.mqttPort()));
    }
  }

  @Test
  void aSecondNodeOnTheSameFolderIsRefusedAndTheFirstGoesOn() {
    try (MargayNode node = MargayNode.running("twice")) {
      RunningProgram.Result second = node.margay("run");

      assertThat(second.exitCode()).isEqualTo(ALREADY_RUNNING);
      assertThat(second.text())
          .contains("already runs")
          .contains(Long.toString(node.program().pid()));
      assertThat(node.shell("lb")).contains("Active");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    try (MargayNode node = MargayNode.unpacked("unwritable")) {
      Path file = Files.writeString(node.home().resolve("occupied"), "no folder");
      node.with("MARGAY_VAR", file.toString());

      RunningProgram.Result result = node.margay("run");

      assertThat(result.exitCode()).isEqualTo(UNUSABLE_FOLDER);
      assertThat(result.text()).contains(file.toString()).doesNotContain("\tat ");
    }
  }

  @Test
  void whatWasAcknowledgedSurvivesPowerCuts() throws Exception {
    try (MargayNode node = MargayNode.unpacked("power-cut")) {
      node.deploy("single.jar", TestDriverJar.withValue("single", "1.0.0", "single", 7));
      node.apply(
          "press.yaml",
          DeviceYaml.of("press", "single").property("p", "INT", "ReadWrite", Map.of()));
      AtomicInteger acknowledged = new AtomicInteger(-1);
      for (int round = 1; round <= ROUNDS; round++) {
        AtomicBoolean cut = new AtomicBoolean();
        node.start();
        CompletableFuture<Void> writer = writeUntil(node, round * 1000, acknowledged, cut);
        awaitAcknowledged(acknowledged, round * 1000 + 4);

        cut.set(true);
        node.kill();
        writer.join();

        node.start();
        assertThat(node.shell("meta:check")).containsPattern("integrity\\W+ok");
        Await.until(
            "the wish after the restart",
            () -> assertThat(desired(node)).isGreaterThanOrEqualTo(acknowledged.get()));
        node.kill();
      }
    }
  }

  /** Sets the desired value to first, first + 1, … in one shell session after another. */
  private static CompletableFuture<Void> writeUntil(
      MargayNode node, int first, AtomicInteger acknowledged, AtomicBoolean cut) {
    return CompletableFuture.runAsync(
        () -> {
          for (int value = first; ; value++) {
            RunningProgram.Result said = node.margay("shell", "device:set press p " + value);
            if (said.exitCode() == OK) {
              acknowledged.set(value);
            } else if (cut.get()) {
              return;
            }
          }
        });
  }

  private static void awaitAcknowledged(AtomicInteger acknowledged, int value) {
    Await.until(
        "wishes to be acknowledged",
        () -> assertThat(acknowledged.get()).isGreaterThanOrEqualTo(value));
  }

  private static int desired(MargayNode node) {
    return node.shell("device:get press")
        .lines()
        .filter(line -> line.startsWith("p "))
        .flatMap(line -> Stream.of(line.split("\\s+")))
        .filter(word -> word.matches("\\d{4}"))
        .map(Integer::valueOf)
        .findFirst()
        .orElseThrow();
  }

  /** The JDKs of version 25 on this machine; where there is none, nothing is run. */
  static Stream<Path> newerJdks() throws IOException {
    try (Stream<Path> jdks = Files.list(Path.of("/usr/lib/jvm"))) {
      List<Path> found =
          jdks.filter(jdk -> jdk.getFileName().toString().matches("(temurin|java)-25-.*")).toList();
      System.out.println("JDKs of version 25 to run on: " + (found.isEmpty() ? "none" : found));
      return found.stream();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("newerJdks")
  void itRunsOnJava25(Path jdk) {
    try (MargayNode node = MargayNode.unpacked("java-25").with("JAVA_HOME", jdk.toString())) {
      node.deploy("single.jar", TestDriverJar.withValue("single", "1.0.0", "single", 7));
      node.apply(
          "press.yaml",
          DeviceYaml.of("press", "single").property("p", "INT", "ReadWrite", Map.of()));
      node.start();
      try (DataFeed feed = DataFeed.on(node.mqttPort())) {
        assertThat(feed.awaitGood(0, "press", "p").value()).isEqualTo("7");
      }
      assertThat(node.stop()).isEqualTo(TERMINATED);
    }
  }
}
