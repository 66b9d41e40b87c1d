package io.margay.sqlite;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told how the file fares, on the thread that opens or writes it; must not block.
 *
 * <p>Whoever owns the file decides what of it to log.
 */
@ConsumerType
public interface DatabaseListener {

  /** The file was opened for writing, at first or anew after a failure. */
  void opened();

  /**
   * The file was no sound database. It was moved out of the way, and a new one begun.
   *
   * @param keptAs where it lies now, with its log beside it
   * @param fault what is wrong with it
   */
  void setAside(Path keptAs, String fault);

  /** Nothing can be written any more; told once until {@link #recovered}. */
  void failed(DatabaseException reason);

  /** Writing works again. */
  void recovered();
}
