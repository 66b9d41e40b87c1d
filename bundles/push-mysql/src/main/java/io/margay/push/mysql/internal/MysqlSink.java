package io.margay.push.mysql.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import io.margay.push.PushSink;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.mariadb.jdbc.Driver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The push method {@code mysql}: samples become rows of a table for each device. */
@Component
public final class MysqlSink implements PushSink {
  private final Driver driver = new Driver();

  /** The driver registers itself for all the JVM when it is loaded; nobody shall find it there. */
  @Activate
  public MysqlSink() {
    withdrawDriver();
  }

  /** Whatever of it has registered meanwhile would keep this bundle's classes for ever. */
  @Deactivate
  void withdrawDriver() {
    DriverManager.drivers()
        .filter(registered -> registered instanceof Driver)
        .forEach(MysqlSink::deregister);
  }

  private static void deregister(java.sql.Driver registered) {
    try {
      DriverManager.deregisterDriver(registered);
    } catch (SQLException e) {
      throw new IllegalStateException("The JDBC driver cannot be withdrawn", e);
    }
  }

  @Override
  public String method() {
    return "mysql";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    Database.read(settings, problems::add);
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return Database.read(settings, problem -> {}).toString();
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    Database database = Database.read(settings, problem -> {});
    return MysqlChannel.open(driver, database, settings.secrets(), deadline);
  }
}
