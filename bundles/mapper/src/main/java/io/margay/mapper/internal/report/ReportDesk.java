package io.margay.mapper.internal.report;

import io.margay.dmi.DeviceManager;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.SampleListener;
import io.margay.dmi.SampleListeners;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows where reports go: to the runtime's {@link DeviceManager}, and samples to those who listen
 * beside it; all of them may come and go.
 */
public final class ReportDesk {
  private static final Logger log = LoggerFactory.getLogger(ReportDesk.class);

  private final Map<DeviceMemory, DeviceOutlet> outlets = new ConcurrentHashMap<>();
  private final SampleListeners listeners = new SampleListeners(ReportDesk::complain);
  private volatile @Nullable DeviceManager manager;

  /** The way of one device to the runtime: the same one until it is closed. */
  public DeviceOutlet outlet(NamespacedName device, DeviceMemory memory) {
    return outlets.computeIfAbsent(memory, m -> new DeviceOutlet(device, m, this));
  }

  /**
   * The runtime's side is there: what waited goes to it. Another one takes the place of the first.
   */
  public void managerCame(DeviceManager arrived) {
    manager = arrived;
    outlets.values().forEach(DeviceOutlet::deliver);
  }

  /** The runtime's side is gone, if it was this one. */
  public void managerWent(DeviceManager gone) {
    if (manager == gone) {
      manager = null;
    }
  }

  /** Somebody listens to what devices say from now on. */
  public void listenerCame(SampleListener listener) {
    listeners.add(listener);
  }

  /** Somebody listens no more. */
  public void listenerWent(SampleListener listener) {
    listeners.remove(listener);
  }

  private static void complain(SampleListener listener, Throwable mistake) {
    log.warn("sample listener {} failed; it goes on being told", listener, mistake);
  }

  SampleListeners listeners() {
    return listeners;
  }

  @Nullable DeviceManager manager() {
    return manager;
  }

  void forget(DeviceMemory memory) {
    outlets.remove(memory);
  }
}
