package io.margay.bus.internal.store;

import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.DatabaseFile;
import io.margay.sqlite.GroupWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The journal's tables in a SQLite file, which is made when there is something to write. */
final class SqliteDisk implements Disk {
  private static final int MOST_WAITING = 4;

  private final DatabaseFile file;
  private @Nullable GroupWriter<JournalWriter> writer;

  /**
   * @param temporary where SQLite's native code is unpacked once
   * @param maxMib the file grows to this at most
   */
  SqliteDisk(Path path, Path temporary, int maxMib) {
    file = new DatabaseFile(path, temporary, maxMib, Tables.SCHEMA);
  }

  @Override
  public Contents read() throws IOException {
    return Files.exists(file.path())
        ? call(session -> new JournalReader(session.sql()).read())
        : Contents.EMPTY;
  }

  @Override
  public void write(Changes changes, LastingClock.Mark now) throws IOException {
    call(
        session -> {
          session.write(changes, now);
          return changes;
        });
  }

  private <T> T call(GroupWriter.Task<JournalWriter, T> task) throws IOException {
    try {
      return writer().call(task);
    } catch (DatabaseException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private GroupWriter<JournalWriter> writer() {
    if (writer == null) {
      writer =
          GroupWriter.start(
              file,
              "margay-bus-writer",
              MOST_WAITING,
              JournalWriter::new,
              new FileReporter(file.path()),
              Clock.systemUTC());
    }
    return writer;
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
