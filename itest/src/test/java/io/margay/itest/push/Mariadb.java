package io.margay.itest.push;

import io.margay.itest.node.Distribution;
import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Debian's MariaDB with a database {@code plant} and a user {@code edge}. Its clock is in a time
 * zone of its own, so that a time that is not UTC shows.
 */
final class Mariadb implements AutoCloseable {
  static final String PASSWORD = "jaguarundi";

  private final ReservedPort port = new ReservedPort();
  private final Path folder;
  private RunningProgram program;

  Mariadb() {
    try {
      folder = Files.createTempDirectory("margay-db-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunningProgram.Result made =
        RunningProgram.run(
            Program.MARIADB_INSTALL_DB.path(),
            "--no-defaults",
            "--user=root",
            "--datadir=" + data(),
            "--auth-root-authentication-method=normal",
            "--skip-test-db");
    if (made.exitCode() != 0) {
      throw new AssertionError("mariadb-install-db failed: " + made.text());
    }
    start();
    ask("mysql", "CREATE DATABASE plant");
    ask("mysql", "CREATE USER edge@'%' IDENTIFIED BY '" + PASSWORD + "'");
    ask("mysql", "GRANT ALL ON plant.* TO edge@'%'");
  }

  void start() {
    program =
        RunningProgram.start(
            WorkFolder.numbered("mariadb", "log"),
            Map.of(),
            List.of(
                Program.MARIADB_SERVER.path(),
                "--no-defaults",
                "--user=root",
                "--datadir=" + data(),
                "--socket=" + socket(),
                "--bind-address=127.0.0.1",
                "--port=" + port.number(),
                "--skip-name-resolve",
                "--default-time-zone=+05:00",
                "--innodb-buffer-pool-size=16M"));
    program.output().await(0, "ready for connections");
  }

  void stop() {
    program.kill();
  }

  String address() {
    return "127.0.0.1:" + port.number();
  }

  /** What {@code mariadb} prints for a statement, columns separated by tabs. */
  List<String> ask(String database, String statement) {
    RunningProgram.Result result =
        RunningProgram.run(
            Program.MARIADB.path(),
            "--no-defaults",
            "--user=root",
            "--socket=" + socket(),
            "--default-character-set=utf8mb4",
            "--skip-column-names",
            "--batch",
            "--execute=" + statement,
            database);
    if (result.exitCode() != 0) {
      throw new AssertionError(statement + " failed: " + result.text());
    }
    return result.lines();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path socket() {
    return folder.resolve("s");
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
    port.close();
    Distribution.delete(folder);
  }
}
