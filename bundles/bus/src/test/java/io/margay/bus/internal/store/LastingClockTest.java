package io.margay.bus.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastingClockTest {
  private long wall = 1_000_000;
  private long nanos = 77;

  @Test
  void goesOnAfterARestartAndCountsTheTimeDown() {
    LastingClock first = clock();
    pass(5_000);
    LastingClock.Mark last = first.mark();
    wall += 60_000;
    nanos = 0;

    LastingClock second = clock();
    second.resume(last);

    assertThat(second.millis()).isEqualTo(65_000);
    pass(10);
    assertThat(second.millis()).isEqualTo(65_010);
  }

  @Test
  void aWallClockThatJumpsForwardAddsAnHourAtMost() {
    LastingClock.Mark last = clock().mark();
    wall += Duration.ofDays(20_000).toMillis();

    LastingClock second = clock();
    second.resume(last);

    assertThat(second.millis()).isEqualTo(LastingClock.LONGEST_PAUSE.toMillis());
  }

  @Test
  void aWallClockThatJumpsBackAddsNothing() {
    LastingClock first = clock();
    pass(5_000);
    LastingClock.Mark last = first.mark();
    wall = 0;

    LastingClock second = clock();
    second.resume(last);

    assertThat(second.millis()).isEqualTo(5_000);
  }

  @Test
  void aJumpWhileItRunsIsNotSeen() {
    LastingClock clock = clock();
    wall += Duration.ofDays(1).toMillis();

    assertThat(clock.millis()).isZero();
  }

  private LastingClock clock() {
    return new LastingClock(() -> wall, () -> nanos);
  }

  private void pass(long millis) {
    wall += millis;
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
