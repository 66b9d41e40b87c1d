package io.margay.sqlite;

import java.sql.SQLException;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes what an owner of tables needs on one connection: its prepared statements. */
@ConsumerType
@FunctionalInterface
public interface SessionFactory<S> {

  /** Prepares a session on a connection whose tables are of the schema's version. */
  S open(Statements sql) throws SQLException;
}
