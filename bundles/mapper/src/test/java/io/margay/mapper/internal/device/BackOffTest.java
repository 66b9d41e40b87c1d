package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final BackOff.Waits WAITS = new BackOff.Waits(1_000, 2_000, 300_000);

  @Test
  void theWaitsDoubleFromTwoSecondsToFiveMinutes() {
    BackOff backOff = new BackOff(WAITS, () -> 0);

    assertThat(millis(backOff, 10))
        .containsExactly(
            2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 128_000L, 256_000L, 300_000L,
            300_000L);
    assertThat(backOff.failures()).isEqualTo(10);
  }

  @Test
  void theFirstLookAfterASuccessIsQuick() {
    BackOff backOff = new BackOff(WAITS, () -> 0);
    millis(backOff, 5);

    backOff.succeeded();

    assertThat(backOff.failures()).isZero();
    assertThat(millis(backOff, 3)).containsExactly(1_000L, 2_000L, 4_000L);
  }

  @Test
  void theWaitsAreSpreadByAFifth() {
    assertThat(millis(new BackOff(WAITS, () -> 1), 2)).containsExactly(1_600L, 3_200L);
    assertThat(millis(new BackOff(WAITS, () -> 0.5), 1)).containsExactly(1_800L);
  }

  @Test
  void manyFailuresDoNotOverflow() {
    assertThat(millis(new BackOff(WAITS, () -> 0), 10_000)).allMatch(wait -> wait > 0);
  }

  private static List<Long> millis(BackOff backOff, int times) {
    return Stream.generate(() -> TimeUnit.NANOSECONDS.toMillis(backOff.failed()))
        .limit(times)
        .toList();
  }
}
