package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.Time;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the parts of a device's line have in common: the lock that guards them all, the description
 * in use, and the way to the runtime.
 */
final class LineContext {
  private final NamespacedName key;
  private final EngineParts parts;
  private final DeviceMemory memory;
  private final DeviceOutlet outlet;
  private final ReentrantLock lock = new ReentrantLock();
  private DeviceImage image;

  LineContext(CompiledDevice device, EngineParts parts, DeviceMemory memory, DeviceOutlet outlet) {
    this.key = device.key();
    this.parts = parts;
    this.memory = memory;
    this.outlet = outlet;
    this.image = new DeviceImage(device, memory, null);
    tell();
  }

  NamespacedName key() {
    return key;
  }

  EngineParts parts() {
    return parts;
  }

  Time time() {
    return parts.time();
  }

  DeviceMemory memory() {
    return memory;
  }

  DeviceOutlet outlet() {
    return outlet;
  }

  /** The device's lock; it is never held during a call to the driver or to the runtime. */
  ReentrantLock lock() {
    return lock;
  }

  /** The description in use; the lock is held. */
  DeviceImage image() {
    return image;
  }

  /** Another description is in use from now on; the lock is held. */
  void describe(CompiledDevice device) {
    image = new DeviceImage(device, memory, image);
    tell();
  }

  private void tell() {
    outlet.describe(image.compiled().device(), image.compiled().model());
    image.slots().forEach(slot -> outlet.remember(slot.memory(), slot.historyLength()));
  }

  /**
   * Reports what was read; the lock is held.
   *
   * @param all whether what is not due for a report is told too
   */
  void report(ReadBatch batch, boolean all) {
    long now = parts.time().nanos();
    outlet.samples(numbering -> batch.samples(image, now, all, numbering));
  }
}
