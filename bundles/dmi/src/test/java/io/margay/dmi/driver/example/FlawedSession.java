package io.margay.dmi.driver.example;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import java.util.List;

/** A session in good order, for a flaw to be put on top of it. */
class FlawedSession implements DeviceSession {
  final LineSession sound;

  FlawedSession(DeviceSession sound) {
    this.sound = (LineSession) sound;
  }

  @Override
  public ReadPlan plan(List<PropertySpec> properties) {
    return sound.plan(properties);
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    sound.read(plan, sink, deadline);
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
      throws DriverException {
    return sound.write(writes, deadline);
  }

  @Override
  public DriverState handOver(Deadline deadline) throws DriverException {
    return sound.handOver(deadline);
  }

  @Override
  public void close() {
    sound.close();
  }
}
