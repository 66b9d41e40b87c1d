package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import java.util.List;
import java.util.Map;

/** An open session, used in the order in which the engine uses one. */
final class Conversation implements AutoCloseable {
  private final DriverThread thread;
  private final DeviceSession session;

  private Conversation(DriverThread thread, DeviceSession session) {
    this.thread = thread;
    this.session = session;
  }

  static Conversation open(DriverThread thread, DeviceDriver driver, DeviceSpec device)
      throws Exception {
    return open(thread, driver, device, DriverState.NONE);
  }

  static Conversation open(
      DriverThread thread, DeviceDriver driver, DeviceSpec device, DriverState restored)
      throws Exception {
    DeviceSession session =
        thread.call(
            "open()",
            DriverThread.AMPLE.plus(DriverThread.GRACE),
            () -> driver.open(device, restored, Deadline.in(DriverThread.AMPLE)));
    Check.that(session != null, "open() gave null");
    return new Conversation(thread, session);
  }

  DeviceSession session() {
    return session;
  }

  /** Plans and reads, and has exactly one answer for each property. */
  Map<String, Answers.Answer> read(List<PropertySpec> properties) throws Exception {
    Answers answers = new Answers();
    thread.call(
        "read()",
        DriverThread.AMPLE.plus(DriverThread.GRACE),
        () -> {
          session.read(session.plan(properties), answers, Deadline.in(DriverThread.AMPLE));
          return true;
        });
    return answers.onePerProperty(properties);
  }

  List<WriteResult> write(List<PropertyWrite> writes) throws Exception {
    return thread.call(
        "write()",
        DriverThread.AMPLE.plus(DriverThread.GRACE),
        () -> session.write(writes, Deadline.in(DriverThread.AMPLE)));
  }

  DriverState handOver() throws Exception {
    return thread.call(
        "handOver()",
        DriverThread.AMPLE.plus(DriverThread.GRACE),
        () -> session.handOver(Deadline.in(DriverThread.AMPLE)));
  }

  @Override
  public void close() throws Exception {
    thread.call(
        "close()",
        DriverThread.GRACE,
        () -> {
          session.close();
          return true;
        });
  }
}
