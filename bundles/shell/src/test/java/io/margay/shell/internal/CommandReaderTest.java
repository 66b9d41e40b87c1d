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
    CommandReader reader = reader("lb\r\n\nscr:list");

    assertThat(reader.next()).hasValue("lb");
    assertThat(reader.next()).hasValue("");
    assertThat(reader.next()).hasValue("scr:list");
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void ctrlCDropsWhatWasBegun() throws Exception {
    CommandReader reader = reader("stop 1\u0003lb\n");

    assertThat(reader.next()).hasValue("lb");
    assertThat(interrupts).hasValue(1);
  }

  @Test
  void anEndlessLineEndsTheConversation() {
    CommandReader reader = reader("x".repeat(CommandReader.MAX_COMMAND_BYTES + 1));

    assertThatIOException().isThrownBy(reader::next).withMessageContaining("65536");
  }

  private CommandReader reader(String input) {
    return new CommandReader(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        interrupts::incrementAndGet);
  }
}
