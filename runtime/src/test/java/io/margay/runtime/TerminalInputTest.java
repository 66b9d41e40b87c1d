package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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

  private TerminalInput input(String typed) {
    TerminalInput input =
        new TerminalInput(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            ctrlC::incrementAndGet);
    input.start();
    return input;
  }
}
