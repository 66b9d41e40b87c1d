package io.margay.edged.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogReaderTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir Path folder;
  private Path log;
  private int written;

  @BeforeEach
  void someLines() throws IOException {
    log = folder.resolve("0.log");
    write("one", "two", "three");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2016-10-06T00:17:09.669794202Z stdout F hello|stdout|false|hello",
        "2016-10-06T00:17:09.669794202Z stderr P half|stderr|true|half",
        "2016-10-06T02:17:09.6+02:00 stdout F:x tags|stdout|false|tags",
        "2016-10-06T00:17:09Z stdout F a  b |stdout|false|a  b",
        "2016-10-06T00:17:09Z stdout F|stdout|false|''",
      })
  void aLineIsTakenApart(String text, String stream, boolean partial, String expected) {
    LogLine line = LogLine.parse(text).orElseThrow();

    assertThat(line.stream()).isEqualTo(stream);
    assertThat(line.partial()).isEqualTo(partial);
    assertThat(line.text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "text", "2016 stdout F x", "2016-10-06T00:17:09Z stdin F x"})
  void aLineOfAnotherFormIsNone(String text) {
    assertThat(LogLine.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-1,one two three",
    "0,''",
    "1,three",
    "2,two three",
    "3,one two three",
    "9,one two three"
  })
  void theLastLinesAreFound(int tail, String expected) throws IOException {
    assertThat(read(LogRequest.last(tail))).isEqualTo(expected);
  }

  @Test
  void theLastLinesOfABigLogAreFound() throws IOException {
    for (int i = 0; i < 50; i++) {
      write("x".repeat(1000) + i);
    }

    String[] last = read(LogRequest.last(30)).split(" ");

    assertThat(last).hasSize(30);
    assertThat(last[0]).endsWith("x20");
  }

  @Test
  void olderLinesAreLeftOut() throws IOException {
    assertThat(read(new LogRequest(-1, NOON.plusSeconds(1), 0, false))).isEqualTo("two three");
  }

  @Test
  void thereIsNoMoreThanAskedFor() throws IOException {
    assertThat(read(new LogRequest(-1, null, 5, false))).isEqualTo("one two");
  }

  @Test
  void aHalfLineIsHandedOnWithoutAnEnd() throws IOException {
    Files.writeString(
        log, "2026-11-27T12:00:09Z stdout P half\n2026-11-27T12:00:09Z stdout F done\n");
    StringBuilder text = new StringBuilder();

    new LogReader(log, () -> false, () -> {})
        .read(LogRequest.ALL, line -> text.append(line.written()));

    assertThat(text).hasToString("halfdone\n");
  }

  @Test
  void whatIsWrittenLaterIsFollowedThroughRotationsToTheEnd() throws IOException {
    String text =
        follow(
            () -> write("four"),
            () -> {
              write("five");
              Files.move(log, folder.resolve("0.log.1"));
              return write("six");
            },
            () -> Files.writeString(log, NOON + " stdout F sev", StandardOpenOption.APPEND),
            () -> Files.writeString(log, "en\n", StandardOpenOption.APPEND),
            () -> {
              Files.move(log, folder.resolve("0.log.2"));
              return log;
            });

    assertThat(text).isEqualTo("three four five six seven");
  }

  @Test
  void aLogThatIsNotThereIsTold() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(
            () ->
                new LogReader(folder.resolve("none"), () -> true, () -> {})
                    .read(LogRequest.ALL, line -> {}));
  }

  /** Follows while one step happens in each pause; after the last the container has ended. */
  private String follow(Callable<?>... steps) throws IOException {
    Queue<Callable<?>> left = new ArrayDeque<>(List.of(steps));
    StringBuilder text = new StringBuilder();
    new LogReader(
            log,
            () -> !left.isEmpty(),
            () -> {
              try {
                left.remove().call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .read(new LogRequest(1, null, 0, true), line -> text.append(line.text()).append(' '));
    return text.toString().strip();
  }

  private String read(LogRequest request) throws IOException {
    StringBuilder text = new StringBuilder();
    new LogReader(log, () -> false, () -> {})
        .read(request, line -> text.append(line.text()).append(' '));
    return text.toString().strip();
  }

  private Path write(String... texts) throws IOException {
    for (String text : texts) {
      Files.writeString(
          log,
          "%s stdout F %s\n".formatted(NOON.plusSeconds(written++), text),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return log;
  }
}
