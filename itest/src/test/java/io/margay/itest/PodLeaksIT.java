package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.containers.PodApi;
import io.margay.itest.containers.PodLives;
import io.margay.itest.containers.PodNode;
import io.margay.itest.containers.Traces;
import io.margay.itest.support.Await;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Pods that came and went leave nothing on the machine. */
@Execution(ExecutionMode.CONCURRENT)
class PodLeaksIT {
  private static final int PODS = 20;

  @Test
  void nothingStaysOfTwentyPodsOnContainerd() throws IOException {
    try (PodNode pods = PodNode.running("leaks")) {
      assertNothingStays(pods);
    }
  }

  @Test
  void nothingStaysOfTwentyPodsByRunc() throws IOException {
    try (PodNode pods = PodNode.withoutEngine("leaks-runc")) {
      assertNothingStays(pods);
    }
  }

  private static void assertNothingStays(PodNode pods) throws IOException {
    PodLives lives = new PodLives(pods);
    lives.live(3);
    Traces before = Traces.of(pods);

    lives.live(PODS);

    assertThat(new PodApi(pods).get("pods").path("items")).isEmpty();
    Await.until("nothing to be left", () -> assertThat(Traces.of(pods).since(before)).isEmpty());
  }
}
