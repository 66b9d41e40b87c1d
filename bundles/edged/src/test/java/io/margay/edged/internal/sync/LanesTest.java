package io.margay.edged.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes = new Lanes();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void end() {
    gate.countDown();
    lanes.close();
  }

  @Test
  void whatTheNodeDoesAgainAndAgainWaitsBehindNoStop() throws Exception {
    for (int stop = 0; stop < 100; stop++) {
      lanes.slow(this::waitAtTheGate);
    }
    CountDownLatch done = new CountDownLatch(3);

    lanes.regularly(Duration.ofMillis(1), done::countDown);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatTakesLongIsNeverDoneTwiceAtOnce() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    Runnable soon =
        lanes.regularly(
            Duration.ofMillis(1),
            () -> {
              begun.incrementAndGet();
              first.countDown();
              waitAtTheGate();
            });
    first.await();

    soon.run();
    CountDownLatch ticks = new CountDownLatch(20);
    lanes.every(Duration.ofMillis(1), ticks::countDown);

    assertThat(ticks.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(begun).hasValue(1);
  }

  private void waitAtTheGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
