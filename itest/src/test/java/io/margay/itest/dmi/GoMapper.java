package io.margay.itest.dmi;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code counterparties/dmi-go}: a mapper on grpc-go, the library that mappers of KubeEdge have.
 */
public final class GoMapper {
  private static final Path SOURCE = Path.of(System.getProperty("margay.counterparties"), "dmi-go");

  private GoMapper() {}

  /** Builds the program with Debian's Go. */
  public static Path built() {
    Program.GO.path();
    Path folder = WorkFolder.file("dmi-go");
    RunningProgram.Result result =
        RunningProgram.run(SOURCE.resolve("build").toString(), folder.toAbsolutePath().toString());
    if (result.exitCode() != 0) {
      throw new AssertionError("the mapper in Go was not built: " + result.text());
    }
    return folder.resolve("go-mapper");
  }

  /**
   * Starts it; it registers by itself.
   *
   * @param target {@code path} to dial the path of the socket as KubeEdge's mappers do, {@code
   *     unix} to dial it as a unix socket
   */
  public static RunningProgram start(
      Path built,
      Path dmi,
      Path own,
      String name,
      String protocol,
      int everyMillis,
      String target) {
    return RunningProgram.start(
        WorkFolder.numbered("go-mapper", "log"),
        Map.of(),
        List.of(
            built.toString(),
            dmi.toString(),
            own.toString(),
            name,
            protocol,
            "" + everyMillis,
            target));
  }
}
