package io.margay.cri.internal.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChannelInputTest {
  private final AtomicInteger taken = new AtomicInteger();
  private final ChannelInput input = new ChannelInput(taken::addAndGet);

  @Test
  void whatCameIsReadInOrderAndCounted() throws IOException {
    input.add("ab".getBytes(UTF_8));
    input.add("cde".getBytes(UTF_8));
    byte[] target = new byte[4];

    assertThat(input.available()).isEqualTo(2);
    assertThat(input.read()).isEqualTo('a');
    assertThat(input.read(target, 1, 3)).isEqualTo(1);
    assertThat(target[1]).isEqualTo((byte) 'b');
    assertThat(input.read(target)).isEqualTo(3);
    assertThat(taken).hasValue(5);
  }

  @Test
  void afterTheEndTheRestIsReadAndNothingIsKept() throws IOException {
    assertThat(input.add("rest".getBytes(UTF_8))).isEqualTo(4);
    input.end();

    assertThat(input.add("late".getBytes(UTF_8))).isZero();
    assertThat(new String(input.readAllBytes(), UTF_8)).isEqualTo("rest");
    assertThat(input.read()).isEqualTo(-1);
  }

  @Test
  void aFailureIsToldAfterTheRest() throws IOException {
    input.add("x".getBytes(UTF_8));
    input.fail("the engine went away");

    assertThat(input.read()).isEqualTo('x');
    assertThatThrownBy(input::read)
        .isInstanceOf(IOException.class)
        .hasMessage("the engine went away");
  }

  @Test
  void anEndIsNoFailureAnyMore() throws IOException {
    input.end();
    input.fail("too late");

    assertThat(input.read()).isEqualTo(-1);
  }

  @Test
  void aReaderWaits() throws Exception {
    CompletableFuture<Integer> read = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                read.complete(input.read());
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
    reader.start();

    input.add(new byte[] {(byte) 0xff});

    assertThat(read.get(5, TimeUnit.SECONDS)).isEqualTo(0xff);
  }
}
