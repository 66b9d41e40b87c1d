package io.margay.itest.modbus;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A counterparty in C on libmodbus: {@code counterparties/<name>.c}, compiled on first use. */
public final class CProgram {
  private CProgram() {}

  /** Its path, once it is compiled. */
  public static synchronized String compiled(String name) {
    Path source = Path.of(System.getProperty("margay.counterparties"), name + ".c");
    Path program = WorkFolder.file(name);
    try {
      if (!Files.exists(program)
          || Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) <= 0) {
        compile(source, program);
      }
      return program.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path source, Path program) throws IOException {
    RunningProgram.Result flags =
        RunningProgram.run(Program.PKG_CONFIG.path(), "--cflags", "--libs", "libmodbus");
    if (flags.exitCode() != 0) {
      throw Program.PKG_CONFIG.missing();
    }
    Files.createDirectories(program.getParent());
    List<String> command =
        new ArrayList<>(
            List.of(Program.GCC.path(), "-O2", "-Wall", "-o", "" + program, "" + source));
    command.addAll(List.of(flags.text().strip().split("\\s+")));
    RunningProgram.Result compiled = RunningProgram.run(Map.of(), command);
    if (compiled.exitCode() != 0) {
      throw new AssertionError("gcc says: " + compiled.text());
    }
  }
}
