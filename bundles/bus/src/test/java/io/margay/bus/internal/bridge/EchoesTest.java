package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EchoesTest {
  private long now;
  private final Echoes echoes = new Echoes(() -> now);

  @Test
  void whatWasSentIsKnownOnceWhenItComesBack() {
    echoes.expect("a", Payload.of("1"));
    echoes.expect("a", Payload.of("1"));

    assertThat(echoes.isOne("a", Payload.of("1"))).isTrue();
    assertThat(echoes.isOne("a", Payload.of("1"))).isTrue();
    assertThat(echoes.isOne("a", Payload.of("1"))).isFalse();
  }

  @Test
  void anotherTopicOrPayloadIsNoEcho() {
    echoes.expect("a", Payload.of("1"));

    assertThat(echoes.isOne("b", Payload.of("1"))).isFalse();
    assertThat(echoes.isOne("a", Payload.of("2"))).isFalse();
  }

  @Test
  void whatDoesNotComeBackIsForgotten() {
    echoes.expect("a", Payload.of("1"));

    now += Duration.ofSeconds(31).toNanos();

    assertThat(echoes.isOne("a", Payload.of("1"))).isFalse();
  }

  @Test
  void theNumberOfThoseExpectedIsBounded() {
    for (int i = 0; i < 20_000; i++) {
      echoes.expect("a", Payload.of("" + i));
    }

    assertThat(echoes.isOne("a", Payload.of("9999"))).isFalse();
    assertThat(echoes.isOne("a", Payload.of("10000"))).isTrue();
  }
}
