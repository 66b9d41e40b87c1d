package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final RandomGenerator HIGHEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new AssertionError("bounded numbers only");
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void waitsAreDoubledUpToTheBound() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(5), HIGHEST);

    assertThat(seconds(backOff, 5)).containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void afterAResetTheNextWaitIsTheShortestAgain() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), HIGHEST);
    seconds(backOff, 4);

    backOff.reset();

    assertThat(seconds(backOff, 2)).containsExactly(1L, 2L);
  }

  @Test
  void aRandomPartIsBetweenHalfAndAllOfTheWait() {
    BackOff backOff = new BackOff(Duration.ofSeconds(8), Duration.ofSeconds(8), new Random(1));

    List<Duration> waits = Stream.generate(backOff::next).limit(1_000).toList();

    assertThat(waits).allMatch(wait -> wait.toMillis() >= 4_000 && wait.toMillis() <= 8_000);
    assertThat(waits).anyMatch(wait -> wait.toMillis() < 5_000);
    assertThat(waits).anyMatch(wait -> wait.toMillis() > 7_000);
  }

  @Test
  void boundsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1), HIGHEST))
        .hasMessage("retryMinMillis: found 0, expected at least 1");
    assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1), HIGHEST))
        .hasMessage("retryMaxMillis: found 1000, expected at least retryMinMillis, 2000");
  }

  private static List<Long> seconds(BackOff backOff, int count) {
    return Stream.generate(backOff::next).limit(count).map(Duration::toSeconds).toList();
  }
}
