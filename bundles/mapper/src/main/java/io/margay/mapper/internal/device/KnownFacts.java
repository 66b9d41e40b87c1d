package io.margay.mapper.internal.device;

import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Properties that were compiled lately, without a mistake. Hundreds of devices of one make are
 * described alike, and then share what their properties compile to.
 */
final class KnownFacts {
  private static final int MOST = 4_096;
  private static final float USUAL_LOAD = 0.75f;

  /**
   * What is compiled.
   *
   * @param index of the property within its device
   * @param common null when the model does not know it
   */
  record Key(int index, DeviceProperty property, @Nullable ModelProperty common) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, PropertySlot.Facts> latest =
      new LinkedHashMap<>(16, USUAL_LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, PropertySlot.Facts> eldest) {
          return size() > MOST;
        }
      };

  PropertySlot.@Nullable Facts get(Key key) {
    lock.lock();
    try {
      return latest.get(key);
    } finally {
      lock.unlock();
    }
  }

  void put(Key key, PropertySlot.Facts facts) {
    lock.lock();
    try {
      latest.put(key, facts);
    } finally {
      lock.unlock();
    }
  }
}
