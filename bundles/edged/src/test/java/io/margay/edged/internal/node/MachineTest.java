package io.margay.edged.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the kernel, of the one that the tests run on. */
class MachineTest {
  @TempDir Path disk;

  @Test
  void moreProcessesAreAllowedThanThereAre() {
    Machine machine = new Machine(Path.of("/"), disk);

    assertThat(machine.processes()).isPositive();
    assertThat(machine.mostProcesses()).isGreaterThan(machine.processes());
  }
}
