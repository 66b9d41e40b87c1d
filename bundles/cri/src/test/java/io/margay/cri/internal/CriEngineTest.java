package io.margay.cri.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.margay.cri.internal.rpc.CriMethods;
import io.margay.cri.internal.rpc.EngineStandIn;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.StreamOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What containerd does not do in the integration tests: other engines' answers, and failures. */
class CriEngineTest {
  private final BlockingQueue<Object> requests = new LinkedBlockingQueue<>();
  private EngineStandIn standIn;
  private CriSession session;
  private Path socket;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    socket = folder.resolve("cri.sock");
    standIn =
        new EngineStandIn(socket)
            .always(
                CriMethods.VERSION,
                Cri.VersionResponse.newBuilder().setRuntimeName("cri-o").build());
  }

  @AfterEach
  void close() {
    session.close();
    standIn.close();
  }

  @Test
  void anImagePulledByDigestIsToldByItsId() {
    String digest = "r.local/web@sha256:2";
    standIn
        .always(
            CriMethods.PULL_IMAGE, Cri.PullImageResponse.newBuilder().setImageRef(digest).build())
        .when(
            CriMethods.IMAGE_STATUS,
            (request, observer) -> {
              requests.add(request.getImage().getImage());
              observer.onNext(
                  Cri.ImageStatusResponse.newBuilder()
                      .setImage(Cri.Image.newBuilder().setId("sha256:1"))
                      .build());
              observer.onCompleted();
            });

    assertThat(engine().images().pull("r.local/web:1", null)).isEqualTo("sha256:1");
    assertThat(requests).containsExactly(digest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"sandboxImage\":\"pause:3\",\"cni\":{}} | sha256:1",
        "{\"sandboxImage\":7} |",
        "{\"sandboxImage\":\"\"} |",
        "{} |",
        "no JSON |",
      })
  void theImageOfSandboxesIsPinnedUnderAllItsNames(String config, String pinned) {
    standIn
        .when(
            CriMethods.STATUS,
            (request, observer) -> {
              assertThat(request.getVerbose()).isTrue();
              observer.onNext(Cri.StatusResponse.newBuilder().putInfo("config", config).build());
              observer.onCompleted();
            })
        .when(
            CriMethods.IMAGE_STATUS,
            (request, observer) -> {
              requests.add(request.getImage().getImage());
              observer.onNext(Cri.ImageStatusResponse.newBuilder().setImage(image(1)).build());
              observer.onCompleted();
            })
        .always(
            CriMethods.LIST_IMAGES,
            Cri.ListImagesResponse.newBuilder()
                .addImages(image(1).toBuilder().addRepoTags("other:1").addRepoTags("pause:3"))
                .addImages(image(2))
                .build());

    assertThat(engine().images().list())
        .filteredOn(Image::pinned)
        .extracting(Image::id)
        .isEqualTo(Stream.ofNullable(pinned).toList());
    assertThat(requests).hasSize(pinned == null ? 0 : 1);
  }

  @Test
  void anEngineThatDoesNotTellItsSandboxImageHasItsImagesListed() {
    standIn
        .always(CriMethods.STATUS, Cri.StatusResponse.getDefaultInstance())
        .always(
            CriMethods.LIST_IMAGES,
            Cri.ListImagesResponse.newBuilder().addImages(image(2)).build());

    assertThat(engine().images().list()).extracting(Image::pinned).containsExactly(false);
  }

  @Test
  void aSandboxImageThatIsNotHereIsPinnedNowhere() {
    standIn
        .always(
            CriMethods.STATUS,
            Cri.StatusResponse.newBuilder()
                .putInfo("config", "{\"sandboxImage\":\"pause:3\"}")
                .build())
        .always(CriMethods.IMAGE_STATUS, Cri.ImageStatusResponse.getDefaultInstance())
        .always(
            CriMethods.LIST_IMAGES,
            Cri.ListImagesResponse.newBuilder().addImages(image(2)).build());

    assertThat(engine().images().list()).extracting(Image::pinned).containsExactly(false);
  }

  @Test
  void aProgramThatTheEngineEndedForItsTimeHasTimedOut() {
    standIn.when(
        CriMethods.EXEC_SYNC,
        (request, observer) -> {
          requests.add(request.getTimeout());
          observer.onError(
              Status.DEADLINE_EXCEEDED.withDescription("timeout 2s exceeded").asException());
        });

    ExecResult result = engine().exec("c1", List.of("sleep"), Duration.ofMillis(1_001));

    assertThat(result).isEqualTo(new ExecResult(137, "", "timeout 2s exceeded", true));
    assertThat(requests).as("whole seconds, never 0").containsExactly(2L);
  }

  @Test
  void aProgramWhoseEngineIsSilentHasNotTimedOut() {
    standIn.when(CriMethods.EXEC_SYNC, (request, observer) -> {});

    assertThatThrownBy(() -> engine().exec("c1", List.of("sleep"), Duration.ZERO))
        .isInstanceOf(EngineException.Unavailable.class);
  }

  @Test
  void whatIsGoneIsStoppedAndRemoved() {
    standIn
        .when(CriMethods.STOP_CONTAINER, (request, observer) -> observer.onError(gone()))
        .when(CriMethods.REMOVE_CONTAINER, (request, observer) -> observer.onError(gone()))
        .when(CriMethods.STOP_POD_SANDBOX, (request, observer) -> observer.onError(gone()))
        .when(CriMethods.REMOVE_POD_SANDBOX, (request, observer) -> observer.onError(gone()))
        .when(CriMethods.REMOVE_IMAGE, (request, observer) -> observer.onError(gone()));

    engine().stopContainer("c1", Duration.ofSeconds(1));
    engine().removeContainer("c1");
    engine().stopSandbox("s1");
    engine().removeSandbox("s1");
    engine().images().remove("web:1");
  }

  @Test
  void aContainerThatGoesBetweenTwoQuestionsIsNotFound() {
    standIn
        .always(CriMethods.CONTAINER_STATUS, Cri.ContainerStatusResponse.getDefaultInstance())
        .always(CriMethods.LIST_CONTAINERS, Cri.ListContainersResponse.getDefaultInstance());

    assertThatThrownBy(() -> engine().container("c1"))
        .isInstanceOf(EngineException.NotFound.class)
        .hasMessageContaining("c1");
  }

  @Test
  void aTerminalHasNoErrorsOfItsOwn() {
    standIn.when(
        CriMethods.EXEC,
        (request, observer) -> {
          requests.add(List.of(request.getTty(), request.getStderr()));
          observer.onNext(
              Cri.ExecResponse.newBuilder().setUrl("http://10.0.0.1/exec/ticket").build());
          observer.onCompleted();
        });

    assertThatThrownBy(
            () ->
                engine()
                    .execStreams("c1", List.of("sh"), new StreamOptions(true, true, true, true)))
        .isInstanceOf(EngineException.Failed.class)
        .hasMessageContaining("10.0.0.1");
    assertThat(requests).containsExactly(List.of(true, false));
  }

  private CriEngine engine() {
    if (session == null) {
      standIn.start();
      session =
          new CriSession(
              socket, new CriLimits(Duration.ofSeconds(3), Duration.ofSeconds(3), Set.of()));
    }
    return (CriEngine) session.engine();
  }

  private static Cri.Image image(int number) {
    return Cri.Image.newBuilder().setId("sha256:" + number).build();
  }

  private static Throwable gone() {
    return Status.NOT_FOUND.withDescription("gone").asException();
  }
}
