package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TerminalInputTest {
  private final AtomicInteger ctrlC = new AtomicInteger();

  @Test
  void ctrlCIsHeardAndDropsWhatWasTyped() throws Exception {
    TerminalInput input = input("half a line\u0003lb\n");

    assertThat(input.nextLine()).hasValue("lb");
    assertThat(ctrlC).hasValue(1);
  }

  @Test
  void theEndOfTheInputIsTold() throws Exception {
    TerminalInput input = input("°C\n");

    assertThat(input.nextLine()).hasValue("°C");
    assertThat(input.nextLine()).isEmpty();
  }

  @Test
  void aCommandThatAsksHasTheInputAsItIs() throws Exception {
    BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
    TerminalInput input =
        new TerminalInput(
            new ByteArrayInputStream("\u0003a\nb".getBytes(StandardCharsets.UTF_8)),
            ctrlC::incrementAndGet);

    input.ask(piece -> takeAll(input, pieces, piece));

    assertThat(pieces.take()).isEqualTo("\u0003a\nb");
    assertThat(pieces.take()).isEmpty();
    assertThat(input.nextLine()).isEmpty();
    assertThat(ctrlC).hasValue(0);
    input.ask(piece -> takeAll(input, pieces, piece));
    assertThat(pieces.take()).as("after the end").isEmpty();
  }

  private static void takeAll(TerminalInput input, BlockingQueue<String> pieces, byte[] piece) {
    pieces.add(new String(piece, StandardCharsets.UTF_8));
    if (piece.length > 0) {
      input.ask(next -> takeAll(input, pieces, next));
    }
  }

  private TerminalInput input(String typed) {
    TerminalInput input =
        new TerminalInput(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            ctrlC::incrementAndGet);
    input.start();
    return input;
  }
}
