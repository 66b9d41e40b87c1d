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

  /**
   * What came of it.
   *
   * @param nanoseconds whether a cycle was taken as nanoseconds
   */
  record Entry(PropertySlot.Facts facts, boolean nanoseconds) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Entry> latest =
      new LinkedHashMap<>(16, USUAL_LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
          return size() > MOST;
        }
      };

  @Nullable Entry get(Key key) {
    lock.lock();
    try {
      return latest.get(key);
    } finally {
      lock.unlock();
    }
  }

  void put(Key key, Entry entry) {
    lock.lock();
    try {
      latest.put(key, entry);
    } finally {
      lock.unlock();
    }
  }
}
