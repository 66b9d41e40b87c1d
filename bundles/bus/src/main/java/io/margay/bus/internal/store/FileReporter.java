package io.margay.bus.internal.store;

import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.DatabaseListener;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when the journal's file was damaged; of all else the journal tells. */
final class FileReporter implements DatabaseListener {
  private static final Logger LOG = LoggerFactory.getLogger(FileReporter.class);

  private final Path file;

  FileReporter(Path file) {
    this.file = file;
  }

  @Override
  public void opened() {}

  @Override
  public void setAside(Path keptAs, String fault) {
    LOG.error(
        "{} is damaged: {}. It is kept as {}; MQTT clients find no session, and nothing is retained"
            + " until it is published again",
        file,
        fault,
        keptAs.getFileName());
  }

  @Override
  public void failed(DatabaseException reason) {}

  @Override
  public void recovered() {}
}
