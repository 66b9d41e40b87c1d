package io.margay.itest.driver;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@link TestDriverJar} puts into jars: every property has the same value until it is written,
 * and a device's setting {@code fault}, or else the jar, says how its session misbehaves.
 */
final class SingleValueDriver implements DeviceDriver {
  private final String protocol;
  private final int value;
  private final String usualFault;
  private final AtomicInteger opens = new AtomicInteger();

  SingleValueDriver(String protocol, int value, String usualFault) {
    this.protocol = protocol;
    this.value = value;
    this.usualFault = usualFault;
  }

  @Override
  public DriverDescription describe() {
    return DriverDescription.of(protocol, "Test");
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    if (fault(device).equals("hangs in validate")) {
      hang();
    }
    if (fault(device).equals("throws in validate")) {
      throw new IllegalStateException("a bug in validate");
    }
    return List.of();
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    return DeviceLink.shared(protocol + "://" + device.device());
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    if (fault(device).equals("hangs in open " + opens.incrementAndGet())) {
      hang();
    }
    switch (fault(device)) {
      case "refuses in open" -> throw new DriverException("nobody at home");
      case "throws in open" -> throw new IllegalStateException("a bug in open");
      case "error in open" -> throw new NoClassDefFoundError("com/example/Missing");
      case "hangs in open" -> hang();
      default -> {}
    }
    return new Session(fault(device));
  }

  private String fault(DeviceSpec device) {
    return String.valueOf(device.settings().getOrDefault("fault", usualFault));
  }

  /** Never returns, and does not listen to interrupts either. */
  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException ignored) {
        Thread.interrupted();
      }
    }
  }

  private record Plan(List<PropertySpec> properties) implements ReadPlan {
    @Override
    public int requests() {
      return 1;
    }
  }

  private final class Session implements DeviceSession {
    private final String fault;
    private final Map<String, Object> written = new HashMap<>();

    Session(String fault) {
      this.fault = fault;
    }

    @Override
    public ReadPlan plan(List<PropertySpec> properties) {
      return new Plan(List.copyOf(properties));
    }

    @Override
    public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) {
      switch (fault) {
        case "throws in read" -> throw new IllegalStateException("a bug in read");
        case "hangs in read" -> hang();
        default -> {}
      }
      for (PropertySpec property : ((Plan) plan).properties()) {
        Object said = fault.equals("says the time") ? micros() : value;
        sink.good(property, written.getOrDefault(property.name(), said));
      }
    }

    private static long micros() {
      return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    @Override
    public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline) {
      writes.forEach(write -> written.put(write.property().name(), write.value()));
      return writes.stream().map(write -> WriteResult.DONE).toList();
    }

    @Override
    public void close() {
      if (fault.equals("throws in close")) {
        throw new IllegalStateException("a bug in close");
      }
    }
  }
}
