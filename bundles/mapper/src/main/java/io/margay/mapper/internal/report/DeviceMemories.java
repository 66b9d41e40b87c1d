package io.margay.mapper.internal.report;

import io.margay.dmi.NamespacedName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps what outlives drivers, and changes of the engine's own configuration: sequence numbers, and
 * the wishes that devices have taken.
 *
 * <p>A device that is removed is forgotten. One that is removed while no driver serves it is
 * forgotten when {@value #MOST} others have come.
 */
@Component(service = DeviceMemories.class, immediate = true)
public final class DeviceMemories {
  static final int MOST = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, DeviceMemory> memories =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, DeviceMemory> eldest) {
          return size() > MOST;
        }
      };

  @Activate
  public DeviceMemories() {}

  /** The memory of a device; a fresh one when it is not known. */
  public DeviceMemory of(String protocol, NamespacedName device) {
    lock.lock();
    try {
      return memories.computeIfAbsent(new Key(protocol, device), key -> new DeviceMemory());
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a device. */
  public void forget(String protocol, NamespacedName device) {
    lock.lock();
    try {
      memories.remove(new Key(protocol, device));
    } finally {
      lock.unlock();
    }
  }

  private record Key(String protocol, NamespacedName device) {}
}
