package io.margay.edged.internal.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.ImageStore;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.log.LogRotation;
import io.margay.edged.internal.pod.PodLabels;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeeperTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir Path folder;
  private final List<String> done = new ArrayList<>();
  private final InstantSource clock = InstantSource.fixed(NOON);
  private final Housekeeper housekeeper =
      new Housekeeper(
          new LogRotation(4, 5, clock),
          new ImageGarbage(85, 80, Duration.ofMinutes(2)),
          () -> Set.of("wanted"),
          clock);

  @Test
  void whatCannotBeRemovedKeepsNothingElseFromBeingRemoved() {
    housekeeper.removeEnded(engine());

    assertThat(done)
        .containsExactly(
            "removeContainer bad", "removeContainer c2", "stopSandbox s1", "removeSandbox s1");
  }

  @Test
  void theLogsOfARemovedContainerGoWithIt() throws IOException {
    for (String log : List.of("c2.log", "c2.log.20261127-110000.gz", "c22.log", "bad.log")) {
      Files.writeString(folder.resolve(log), "x");
    }

    housekeeper.removeEnded(engine());

    assertThat(folder).isDirectoryNotContaining("glob:**/c2.log*");
    assertThat(folder.resolve("c22.log")).exists();
    assertThat(folder.resolve("bad.log")).as("of one that stays").exists();
  }

  @Test
  void theLogsOfRunningContainersAreRotated() throws IOException {
    Files.writeString(folder.resolve("c3.log"), "much too long");

    housekeeper.rotateLogs(engine());

    assertThat(done).containsExactly("reopenLog c3");
    assertThat(folder.resolve("c3.log.20261127-120000")).exists();
  }

  @Test
  void aPersonHasUnusedImagesRemoved() {
    assertThat(Housekeeper.pruneImages(engine())).extracting(Image::id).containsExactly("unused");
    assertThat(done).containsExactly("remove bad", "remove unused");
  }

  private ContainerEngine engine() {
    ImageStore images =
        answering(
            ImageStore.class,
            (method, argument) ->
                method.equals("list")
                    ? List.of(
                        image("used"), image("bad"), image("unused"), image("pinned").asPinned())
                    : note(method, argument));
    return answering(
        ContainerEngine.class,
        (method, argument) ->
            switch (method) {
              case "images" -> images;
              case "containers" ->
                  List.of(
                      container("bad", "gone", ContainerState.EXITED),
                      container("c2", "gone", ContainerState.EXITED),
                      container("c3", "wanted", ContainerState.RUNNING));
              case "sandboxes" ->
                  List.of(
                      new Sandbox(
                          "s1",
                          new PodIdentity("plant", "p", "gone"),
                          0,
                          false,
                          NOON,
                          Map.of(),
                          Map.of()));
              case "container" ->
                  new ContainerStatus(
                      container(argument, "wanted", ContainerState.RUNNING),
                      "i",
                      NOON,
                      null,
                      0,
                      "",
                      "",
                      folder.resolve(argument + ".log").toString());
              default -> note(method, argument);
            });
  }

  private Object note(String method, String argument) {
    done.add(method + " " + argument);
    if (argument.equals("bad")) {
      throw new EngineException.Failed("no");
    }
    return "";
  }

  private static Image image(String id) {
    return new Image(id, List.of(), List.of(), 1, "", false);
  }

  private static Container container(String id, String uid, ContainerState state) {
    return new Container(
        id,
        uid.equals("gone") ? "s1" : "s2",
        id,
        0,
        "used",
        state,
        NOON,
        Map.of(PodLabels.POD_UID, uid),
        Map.of());
  }

  private interface Answers {
    Object to(String method, String argument);
  }

  private static <T> T answering(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object answer =
                  answers.to(
                      method.getName(), arguments == null ? "" : String.valueOf(arguments[0]));
              return method.getReturnType() == void.class ? null : answer;
            }));
  }
}
