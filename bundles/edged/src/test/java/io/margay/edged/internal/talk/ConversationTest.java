package io.margay.edged.internal.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConversationTest {
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  @Test
  void whatIsGivenIsReadAndWhatIsWrittenIsHeard() throws Exception {
    Mirror program = Mirror.endingWith(7);

    int code = talk(program, "caracal");

    assertThat(code).isEqualTo(7);
    assertThat(heard.toString(UTF_8)).isEqualTo("caracal");
    assertThat(program.isClosed()).isTrue();
  }

  @Test
  void whoeverGivesInputIsNotWaitedForWhenTheProgramHasEnded() throws Exception {
    Mirror program = Mirror.endingWith(0);
    program.stdin().close();
    CountDownLatch interrupted = new CountDownLatch(1);
    Conversation.Input patient =
        streams -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };

    assertThat(new Conversation(patient, heard, heard).hold(program)).isZero();

    assertThat(interrupted.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("margay-pod-input", "margay-pod-errors");
  }

  @Test
  void aProgramThatCannotBeRunIsToldAsTheEngineSaysIt() throws Exception {
    Mirror program =
        new Mirror(
            CompletableFuture.failedFuture(new EngineException.Failed("no such file: /nope")));

    assertThatThrownBy(() -> talk(program, ""))
        .isInstanceOf(EngineException.Failed.class)
        .hasMessage("no such file: /nope");
    assertThat(program.isClosed()).isTrue();
  }

  private int talk(Mirror program, String text) throws Exception {
    Conversation.Input input =
        streams -> {
          try (OutputStream stdin = streams.stdin()) {
            stdin.write(text.getBytes(UTF_8));
          }
        };
    return new Conversation(input, heard, heard).hold(program);
  }
}
