package io.margay.sqlite;

import java.sql.SQLException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The prepared statements of the connection that writes, used by the writer's thread alone.
 *
 * <p>A transaction that fails ends the session: the next one is made anew from what the file holds.
 */
@ConsumerType
public interface WritingSession {

  /** Called once at the end of each transaction that is about to be committed. */
  default void beforeCommit() throws SQLException {}

  /** Called when a transaction is durable, before those who wait for it hear of it. */
  default void committed() {}

  /**
   * Called when the disk is full, in a transaction of its own: deletes what can be spared. What
   * failed is tried once more afterwards.
   */
  default void makeRoom() throws SQLException {}
}
