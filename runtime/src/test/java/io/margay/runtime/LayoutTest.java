package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
  @TempDir Path temp;

  @Test
  void aFreshHomeGetsItsStateFolders() throws Exception {
    Files.createDirectory(temp.resolve("bundle"));
    Layout layout = new Layout(temp, temp.resolve("var"));

    layout.prepare();

    assertThat(temp.resolve("var/log")).isEmptyDirectory();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("var/run"))))
        .isEqualTo("rwx------");
    assertThat(temp.resolve("var")).isDirectoryNotContaining("glob:**/.writable*");
  }

  @Test
  void aVarThatCannotBeWrittenIsNamedTogetherWithTheWayOut() throws Exception {
    Files.createDirectory(temp.resolve("bundle"));
    Path var = Files.createFile(temp.resolve("var"));

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> new Layout(temp, var).prepare())
        .withMessageContaining(var.toString())
        .withMessageContaining("MARGAY_VAR")
        .extracting(CommandException::exitCode)
        .isEqualTo(ExitCode.UNUSABLE_FOLDER);
  }

  @Test
  void aFolderWithoutBundlesIsNotAHome() {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> new Layout(temp, temp.resolve("var")).prepare())
        .withMessageContaining("no folder named bundle");
  }
}
