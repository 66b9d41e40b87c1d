package io.margay.bus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private long now = 5;
  private final BackOff backOff = new BackOff(2, () -> now);

  @Test
  void fewFailuresCostNothing() {
    backOff.failed("a");

    assertThat(backOff.mustWait("a")).isFalse();
  }

  @Test
  void eachFurtherFailureDoublesTheWaitUpToABound() {
    backOff.failed("a");
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 64, 64}) {
      backOff.failed("a");

      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(backOff.mustWait("a")).isTrue();
      pass(Duration.ofMillis(1));
      assertThat(backOff.mustWait("a")).isFalse();
    }
  }

  @Test
  void othersDoNotWait() {
    backOff.failed("a");
    backOff.failed("a");

    assertThat(backOff.mustWait("a")).isTrue();
    assertThat(backOff.mustWait("b")).isFalse();
  }

  @Test
  void successAndTimeForgive() {
    backOff.failed("a");
    backOff.failed("a");
    backOff.succeeded("a");
    assertThat(backOff.mustWait("a")).isFalse();

    backOff.failed("a");
    pass(Duration.ofMinutes(11));
    backOff.failed("a");
    assertThat(backOff.mustWait("a")).isFalse();
  }

  @Test
  void manyStrangersCostABoundedAmount() {
    backOff.failed("a");
    backOff.failed("a");
    for (int i = 0; i < 2_000; i++) {
      backOff.failed("stranger" + i);
    }

    assertThat(backOff.mustWait("a")).isFalse();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
