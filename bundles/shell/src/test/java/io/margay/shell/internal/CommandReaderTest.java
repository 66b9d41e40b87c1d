package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CommandReaderTest {
  private final AtomicInteger interrupts = new AtomicInteger();

  @Test
  void linesAreCommandsWhateverTheirEnding() throws Exception {
    CommandReader reader = reader("lb\r\n\nscr:list", '\n');

    assertThat(reader.next()).hasValue("lb");
    assertThat(reader.next()).hasValue("");
    assertThat(reader.next()).hasValue("scr:list");
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void aFramedCommandMayHaveSeveralLines() throws Exception {
    CommandReader reader = reader("a\nb\0c\0", 0);

    assertThat(reader.next()).hasValue("a\nb");
    assertThat(reader.next()).hasValue("c");
  }

  @Test
  void ctrlCDropsWhatWasBegun() throws Exception {
    CommandReader reader = reader("stop 1\u0003lb\n", '\n');

    assertThat(reader.next()).hasValue("lb");
    assertThat(interrupts).hasValue(1);
  }

  @Test
  void anEndlessLineEndsTheConversation() {
    CommandReader reader = reader("x".repeat(CommandReader.MAX_COMMAND_BYTES + 1), '\n');

    assertThatIOException().isThrownBy(reader::next).withMessageContaining("65536");
  }

  private CommandReader reader(String input, int terminator) {
    return new CommandReader(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        terminator,
        interrupts::incrementAndGet);
  }
}
