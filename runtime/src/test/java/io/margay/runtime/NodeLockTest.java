package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLockTest {
  @TempDir Path var;
  private Layout layout;

  @BeforeEach
  void makeLayout() {
    layout = new Layout(var, var);
  }

  @Test
  void aSecondNodeIsRefusedAndToldWhoHoldsTheFolder() throws Exception {
    try (NodeLock first = NodeLock.acquire(layout)) {
      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> NodeLock.acquire(layout))
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .extracting(CommandException::exitCode)
          .isEqualTo(ExitCode.ALREADY_RUNNING);
      assertThat(NodeLock.holder(layout)).hasValue(ProcessHandle.current().pid());
    }
  }

  @Test
  void aPidFileThatAKilledNodeLeftBlocksNobody() throws Exception {
    Files.writeString(layout.pidFile(), ProcessHandle.current().pid() + "\n");
    Files.createFile(layout.lockFile());

    assertThat(NodeLock.holder(layout)).isEmpty();
    NodeLock.acquire(layout).close();
  }

  @Test
  void afterTheLockIsFreedTheNextNodeGetsIt() throws Exception {
    NodeLock.acquire(layout).close();

    try (NodeLock next = NodeLock.acquire(layout)) {
      assertThat(NodeLock.holder(layout)).isPresent();
    }
  }

  @Test
  void aFolderThatNeverHeldANodeHasNoHolder() {
    assertThat(NodeLock.holder(layout)).isEmpty();
  }
}
