package io.margay.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PayloadTest {

  @Test
  void aLazyPayloadIsMadeOnceAndOnlyWhenAsked() {
    AtomicInteger made = new AtomicInteger();
    Payload payload = Payload.lazy(() -> new byte[] {(byte) made.incrementAndGet()});

    assertThat(made).hasValue(0);
    assertThat(payload.size()).isEqualTo(1);
    assertThat(payload.asByteBuffer().get()).isEqualTo((byte) 1);
    assertThat(made).hasValue(1);
  }

  @Test
  void textIsUtf8BothWays() {
    Payload payload = Payload.of("grün €");

    assertThat(payload.size()).isEqualTo(9);
    assertThat(payload.asText()).isEqualTo("grün €");
  }

  @Test
  void bytesThatAreNoUtf8ReadAsReplacementCharacters() {
    assertThat(Payload.of(new byte[] {'a', (byte) 0xff}).asText()).isEqualTo("a\ufffd");
  }

  @Test
  void readersCannotChangeTheBytes() {
    assertThatThrownBy(() -> Payload.of("x").asByteBuffer().put((byte) 0))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aSourceThatGivesNullIsNamed() {
    Payload payload = Payload.lazy(() -> null);

    assertThatThrownBy(payload::size).hasMessage("the source of a payload gave null");
    assertThatThrownBy(payload::size).hasMessage("the source of a payload gave null");
  }

  @Test
  void thereIsAnEmptyOne() {
    assertThat(Payload.EMPTY.size()).isZero();
    assertThat(Payload.EMPTY.asText()).isEmpty();
  }
}
