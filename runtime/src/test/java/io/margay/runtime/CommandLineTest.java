package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  @TempDir Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void noWordAtAllShowsTheWords() {
    assertThat(run()).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("margay run", "margay shell");
  }

  @Test
  void anUnknownWordIsNamedWithTheKnownOnes() {
    assertThat(run("launch")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"launch\"", "margay status");
  }

  @Test
  void aWordThatTakesNoArgumentRefusesOne() {
    assertThat(run("stop", "now")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"now\"");
  }

  @Test
  void aNodeThatDoesNotRunIsReportedByEachCommandThatNeedsIt() {
    assertThat(run("status")).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(run("stop")).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(run("shell", "lb")).isEqualTo(ExitCode.NOT_RUNNING);
  }

  @Test
  void aFolderThatIsNoHomeCannotBeRun() {
    assertThat(run("run")).isEqualTo(ExitCode.UNUSABLE_FOLDER);
  }

  private ExitCode run(String... words) {
    Layout layout = new Layout(home, home.resolve("var"));
    return new CommandLine(
            layout,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(words));
  }
}
