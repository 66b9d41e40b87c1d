package io.margay.mapper.internal.device;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceState;
import io.margay.dmi.MapperInfo;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceLink;
import io.margay.mapper.internal.report.DeviceMemories;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.report.ReportDesk;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Swap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A complete mapper made of a driver: one line for each device. */
public final class EngineMapper implements DeviceMapper {
  private static final Logger log = LoggerFactory.getLogger(EngineMapper.class);
  private static final long CLOSING_SECONDS = 3;

  private final String protocol;
  private final DeviceCompiler compiler;
  private final EngineParts parts;
  private final DeviceMemories memories;
  private final ReportDesk desk;
  private final Descriptions descriptions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<NamespacedName, DeviceLine> lines = new TreeMap<>();
  private Seat seat;
  private boolean closed;

  /**
   * @param driver the first that serves
   */
  public EngineMapper(
      DriverEntry driver,
      DeviceCompiler compiler,
      EngineParts parts,
      DeviceMemories memories,
      ReportDesk desk) {
    this.protocol = driver.protocol();
    this.seat = new Seat(driver);
    this.compiler = compiler;
    this.parts = parts;
    this.memories = memories;
    this.desk = desk;
    this.descriptions = new Descriptions(protocol, parts, new Keeper());
  }

  @Override
  public MapperInfo info() {
    return new MapperInfo(protocol + "-mapper", seat().entry().version().toString(), protocol);
  }

  @Override
  public List<Problem> validate(Device device, DeviceModel model) {
    return descriptions.problems(compiler.compile(device, model));
  }

  @Override
  public void registerDevice(Device device, DeviceModel model) {
    updateDevice(device, model);
  }

  @Override
  public void updateDevice(Device device, DeviceModel model) {
    descriptions.want(compiler.compile(device, model));
  }

  @Override
  public void removeDevice(NamespacedName device) {
    DeviceLine line;
    lock.lock();
    try {
      descriptions.withdraw(device);
      line = lines.remove(device);
    } finally {
      lock.unlock();
    }
    desk.outlet(device, memories.of(protocol, device)).close();
    memories.forget(protocol, device);
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
    return seat().invokes();
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
    descriptions.end();
    CountDownLatch left = new CountDownLatch(open.size());
    open.forEach(line -> line.close(left::countDown));
    try {
      if (!left.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        log.warn("driver {} does not let go of {} devices; leaving it", seat(), left.getCount());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(line -> outlet(line.device().key()).drain());
  }

  /** The driver that serves devices which come now. */
  public DriverEntry driver() {
    return seat().entry();
  }

  /**
   * What is to be said against the driver that serves, though it is kept; empty when a device has
   * given a good value by it, or there is no device.
   */
  public Optional<String> doubt() {
    lock.lock();
    try {
      return lines.isEmpty() || seat.isProven()
          ? Optional.empty()
          : Optional.of(
              "none of its %d devices has given a good value yet; it is kept, since no other version has done better"
                  .formatted(lines.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Begins to replace the driver by another one. */
  public Swap swapTo(DriverEntry next, SwapRules rules, Swap.Ending ending) {
    DriverSwap swap = new DriverSwap(this, parts, rules, seat(), next, ending);
    swap.begin();
    return swap;
  }

  /** The devices that it serves. */
  List<DeviceLine> lines() {
    lock.lock();
    try {
      return List.copyOf(lines.values());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has devices that come from now on served by a driver.
   *
   * @return those that another one serves
   */
  List<DeviceLine> adopt(Seat next, Seat other) {
    lock.lock();
    try {
      seat = next;
      return lines.values().stream().filter(line -> line.station().seat() == other).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of all devices, however they stand, and has a driver serve them anew. */
  void beginAnew(Seat by) {
    List<DeviceLine> former;
    lock.lock();
    try {
      seat = by;
      former = List.copyOf(lines.values());
      lines.clear();
    } finally {
      lock.unlock();
    }
    former.forEach(line -> line.close(() -> {}));
    descriptions.lookAgain();
  }

  /** Lets go of a device that its driver cannot serve. */
  void letGo(DeviceLine line, String reason) {
    lock.lock();
    try {
      lines.remove(line.key(), line);
    } finally {
      lock.unlock();
    }
    line.close(() -> {});
    refuse(line.key(), reason);
  }

  /** What is known of a device for longer than a driver serves it. */
  DeviceMemory memory(DeviceLine line) {
    return memories.of(protocol, line.key());
  }

  private Seat seat() {
    lock.lock();
    try {
      return seat;
    } finally {
      lock.unlock();
    }
  }

  private Seat seatOf(NamespacedName device) {
    lock.lock();
    try {
      DeviceLine line = lines.get(device);
      return line == null ? seat : line.station().seat();
    } finally {
      lock.unlock();
    }
  }

  private void apply(CompiledDevice compiled, Seat by, DeviceLink wire) {
    DeviceLine line = lines.get(compiled.key());
    if (line != null && line.compiled().sameAs(compiled)) {
      return;
    }
    compiled.remarks().forEach(remark -> log.warn("device {}: {}", compiled.key(), remark));
    if (line != null) {
      line.describe(compiled, wire);
      return;
    }
    DeviceMemory memory = memories.of(protocol, compiled.key());
    DeviceOutlet outlet = desk.outlet(compiled.key(), memory);
    DeviceLine fresh =
        new DeviceLine(
            compiled, Station.of(compiled.key(), by, wire, parts), parts, memory, outlet);
    lines.put(compiled.key(), fresh);
    fresh.start();
  }

  private void refuse(NamespacedName device, String reason) {
    boolean serving;
    lock.lock();
    try {
      serving = lines.containsKey(device);
    } finally {
      lock.unlock();
    }
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
    return desk.outlet(device, memories.of(protocol, device));
  }

  /** Applies descriptions that the driver has looked at. */
  private final class Keeper implements Descriptions.Keeper {
    @Override
    public Seat seatOf(NamespacedName device) {
      return EngineMapper.this.seatOf(device);
    }

    @Override
    public boolean apply(CompiledDevice device, Seat by, Finding found) {
      DeviceLink wire = found.wire();
      lock.lock();
      try {
        if (closed || wire == null || !descriptions.isWanted(device)) {
          return true;
        }
        if (EngineMapper.this.seatOf(device.key()) != by) {
          return false;
        }
        EngineMapper.this.apply(device, by, wire);
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void refuse(CompiledDevice device, String reason) {
      if (descriptions.isWanted(device)) {
        EngineMapper.this.refuse(device.key(), reason);
      }
    }
  }
}
