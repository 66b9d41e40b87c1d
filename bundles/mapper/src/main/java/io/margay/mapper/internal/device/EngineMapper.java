package io.margay.mapper.internal.device;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceState;
import io.margay.dmi.MapperInfo;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.mapper.internal.report.DeviceMemories;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.report.ReportDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A complete mapper made of a driver: one line for each device. */
public final class EngineMapper implements DeviceMapper {
  private static final Logger log = LoggerFactory.getLogger(EngineMapper.class);
  private static final long CLOSING_SECONDS = 3;

  private final MapperInfo info;
  private final DeviceDriver driver;
  private final DeviceCompiler compiler;
  private final EngineParts parts;
  private final DeviceMemories memories;
  private final ReportDesk desk;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<NamespacedName, DeviceLine> lines = new TreeMap<>();
  private boolean closed;

  public EngineMapper(
      MapperInfo info,
      DeviceDriver driver,
      DeviceCompiler compiler,
      EngineParts parts,
      DeviceMemories memories,
      ReportDesk desk) {
    this.info = info;
    this.driver = driver;
    this.compiler = compiler;
    this.parts = parts;
    this.memories = memories;
    this.desk = desk;
  }

  @Override
  public MapperInfo info() {
    return info;
  }

  @Override
  public List<Problem> validate(Device device, DeviceModel model) {
    return problems(compiler.compile(device, model));
  }

  @Override
  public void registerDevice(Device device, DeviceModel model) {
    updateDevice(device, model);
  }

  @Override
  public void updateDevice(Device device, DeviceModel model) {
    CompiledDevice compiled = compiler.compile(device, model);
    List<Problem> problems = problems(compiled);
    String link = problems.isEmpty() ? link(compiled, problems) : "";
    if (problems.isEmpty()) {
      apply(compiled, link);
    } else {
      refuse(device.key(), problems);
    }
  }

  @Override
  public void removeDevice(NamespacedName device) {
    DeviceLine line;
    lock.lock();
    try {
      line = lines.remove(device);
    } finally {
      lock.unlock();
    }
    desk.outlet(device, memories.of(info.protocol(), device)).close();
    memories.forget(info.protocol(), device);
    if (line != null) {
      line.close(() -> {});
    }
  }

  @Override
  public Optional<Device> getDevice(NamespacedName device) {
    lock.lock();
    try {
      return Optional.ofNullable(lines.get(device)).map(DeviceLine::device);
    } finally {
      lock.unlock();
    }
  }

  /** The devices that it serves. */
  List<NamespacedName> keys() {
    lock.lock();
    try {
      return List.copyOf(lines.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** The line of a device, if it serves it. */
  Optional<DeviceLine> line(NamespacedName device) {
    lock.lock();
    try {
      return Optional.ofNullable(lines.get(device));
    } finally {
      lock.unlock();
    }
  }

  /** Whether its driver runs methods of devices. */
  boolean canInvoke() {
    try {
      return driver.describe().capabilities().contains(Capability.INVOKE);
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** How many devices it serves. */
  public int devices() {
    lock.lock();
    try {
      return lines.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many polls were skipped because the one before was not over. */
  public long missedTicks() {
    lock.lock();
    try {
      return lines.values().stream().mapToLong(DeviceLine::missedTicks).sum();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets go of all devices: interrupts calls, closes sessions, and waits until no thread is in the
   * driver's code, but not for a driver that hangs.
   */
  public void close() {
    List<DeviceLine> open;
    lock.lock();
    try {
      closed = true;
      open = new ArrayList<>(lines.values());
      lines.clear();
    } finally {
      lock.unlock();
    }
    CountDownLatch left = new CountDownLatch(open.size());
    open.forEach(line -> line.close(left::countDown));
    try {
      if (!left.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        log.warn("driver {} does not let go of {} devices; leaving it", info, left.getCount());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(line -> outlet(line.device().key()).drain());
  }

  private void apply(CompiledDevice compiled, String link) {
    lock.lock();
    try {
      DeviceLine line = lines.get(compiled.key());
      if (closed || (line != null && line.compiled().sameAs(compiled))) {
        return;
      }
      compiled.remarks().forEach(remark -> log.warn("device {}: {}", compiled.key(), remark));
      if (line != null) {
        line.describe(compiled, link);
        return;
      }
      DeviceMemory memory = memories.of(info.protocol(), compiled.key());
      DeviceOutlet outlet = desk.outlet(compiled.key(), memory);
      DeviceLine fresh =
          new DeviceLine(compiled, link, driver, info.protocol(), parts, memory, outlet);
      lines.put(compiled.key(), fresh);
      fresh.start();
    } finally {
      lock.unlock();
    }
  }

  private void refuse(NamespacedName device, List<Problem> problems) {
    boolean serving;
    lock.lock();
    try {
      serving = lines.containsKey(device);
    } finally {
      lock.unlock();
    }
    String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
    String reason = problems.get(0) + more;
    log.warn(
        "device {} is refused: {}; {}",
        device,
        reason,
        serving ? "its former description goes on" : "it is not served");
    if (!serving) {
      DeviceOutlet outlet = outlet(device);
      outlet.state(DeviceState.OFFLINE, "refused: " + reason);
      outlet.deliver();
    }
  }

  private DeviceOutlet outlet(NamespacedName device) {
    return desk.outlet(device, memories.of(info.protocol(), device));
  }

  private List<Problem> problems(CompiledDevice compiled) {
    List<Problem> problems = new ArrayList<>(compiled.problems());
    try {
      @Nullable List<Problem> found = driver.validate(compiled.spec());
      if (found == null) {
        problems.add(defect("returned null from validate"));
      } else {
        problems.addAll(found);
      }
    } catch (RuntimeException | Error e) {
      problems.add(defect("failed in validate: " + e));
    }
    return problems;
  }

  private String link(CompiledDevice compiled, List<Problem> problems) {
    try {
      @Nullable DeviceLink link = driver.link(compiled.spec());
      if (link != null) {
        return link.name();
      }
      problems.add(defect("returned null from link"));
    } catch (RuntimeException | Error e) {
      problems.add(defect("failed in link: " + e));
    }
    return "";
  }

  private Problem defect(String what) {
    return new Problem(
        "/spec/protocol",
        "driver " + info.protocol() + ", which " + what,
        "a driver without defect");
  }
}
