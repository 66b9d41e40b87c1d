package io.margay.bus.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final TokenBucket bucket = new TokenBucket(10, 0);

  @Test
  void aSecondIsSavedUpAndTheRestIsOwed() {
    bucket.take(10, 0);
    assertThat(bucket.nanosOwed()).isZero();

    bucket.take(5, 0);
    assertThat(bucket.nanosOwed()).isEqualTo(Duration.ofMillis(500).toNanos());
  }

  @Test
  void noMoreThanASecondIsSavedUp() {
    long later = Duration.ofHours(1).toNanos();

    bucket.take(20, later);

    assertThat(bucket.nanosOwed()).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void whatIsOwedIsPaidByTime() {
    bucket.take(30, 0);

    bucket.take(0, Duration.ofSeconds(2).toNanos());

    assertThat(bucket.nanosOwed()).isZero();
  }
}
