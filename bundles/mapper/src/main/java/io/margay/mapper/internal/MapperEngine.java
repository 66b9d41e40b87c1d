package io.margay.mapper.internal;

import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.SampleListener;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.mapper.internal.device.Debut;
import io.margay.mapper.internal.device.EngineMapper;
import io.margay.mapper.internal.device.ServedDevices;
import io.margay.mapper.internal.report.DeviceMemories;
import io.margay.mapper.internal.report.ReportDesk;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Standing;
import io.margay.mapper.internal.swap.Swap;
import io.margay.mapper.internal.swap.SwapListener;
import io.margay.mapper.internal.swap.SwapLog;
import io.margay.mapper.internal.swap.SwapRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each driver that comes into a mapper service, and back when it leaves. */
@Component(service = MapperEngine.class, immediate = true)
public final class MapperEngine {
  private static final Logger log = LoggerFactory.getLogger(MapperEngine.class);

  private final BundleContext context;
  private final EngineRoom room;
  private final DeviceMemories memories;
  private final ServedDevices served;
  private final ReportDesk desk = new ReportDesk();
  private final List<SwapListener> swapListeners = new CopyOnWriteArrayList<>();
  private final SwapLog swapLog = new SwapLog();
  private final Introductions introductions;
  private final ReentrantLock comings = new ReentrantLock();
  private final Set<Long> present = new HashSet<>();
  private final Drivers drivers = new Drivers(this::serve, new ToldSwaps());

  @Activate
  public MapperEngine(
      BundleContext context,
      @Reference EngineRoom room,
      @Reference DeviceMemories memories,
      @Reference ServedDevices served) {
    this.context = context;
    this.room = room;
    this.memories = memories;
    this.introductions =
        new Introductions(room.time(), room.parts().watchdog(), room.parts().links());
    this.served = served;
  }

  @Deactivate
  void deactivate() {
    comings.lock();
    try {
      present.clear();
      drivers.clear();
    } finally {
      comings.unlock();
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "driverLeft")
  void driverCame(DeviceDriver driver, ServiceReference<DeviceDriver> reference) {
    long serviceId = serviceId(reference);
    comings.lock();
    try {
      present.add(serviceId);
    } finally {
      comings.unlock();
    }
    introductions.ask(
        driver,
        protocol -> came(entry(protocol, driver, reference)),
        trouble -> cannotCome(driver, reference, trouble));
  }

  void driverLeft(ServiceReference<DeviceDriver> reference) {
    comings.lock();
    try {
      present.remove(serviceId(reference));
      drivers.remove(serviceId(reference));
    } finally {
      comings.unlock();
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "managerWent")
  void managerCame(DeviceManager manager) {
    desk.managerCame(manager);
  }

  void managerWent(DeviceManager manager) {
    desk.managerWent(manager);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "sampleListenerWent")
  void sampleListenerCame(SampleListener listener) {
    desk.listenerCame(listener);
  }

  void sampleListenerWent(SampleListener listener) {
    desk.listenerWent(listener);
  }

  /** Has a listener told of swaps that end from now on. */
  public void addSwapListener(SwapListener listener) {
    swapListeners.add(listener);
  }

  /** Tells a listener no more. */
  public void removeSwapListener(SwapListener listener) {
    swapListeners.remove(listener);
  }

  /**
   * Drivers whose devices give no good value, then all swaps that are under way, and the last ones
   * that are over; the newest first.
   */
  public List<SwapRow> swaps() {
    return Stream.concat(drivers.doubts().stream(), swapLog.rows().stream()).toList();
  }

  /** The driver that serves a protocol, if one does. */
  public Optional<DriverEntry> serving(String protocol) {
    return drivers.serving(protocol);
  }

  /**
   * Has the drivers of a bundle take the place of those of its name that serve, be they newer or
   * not, as soon as they are there.
   */
  public void call(long bundleId) {
    drivers.call(bundleId);
  }

  /**
   * Calls the drivers of a bundle no more, and has swaps to them turned back.
   *
   * @return whether one is under way, of whose end the listeners will be told
   */
  public boolean callOff(long bundleId, String reason) {
    return drivers.callOff(bundleId, reason);
  }

  /** What the drivers of a bundle are doing. */
  public Standing standing(long bundleId) {
    return drivers.standing(bundleId);
  }

  /** Shows among the swaps that another version of a driver came to nothing. */
  public void refused(String driver, Version version, String reason) {
    drivers
        .servingOf(driver)
        .ifPresent(
            serving -> swapLog.refused(SwapRow.refused(serving, driver + " " + version, reason)));
  }

  /** All drivers, as the shell shows them. */
  List<MapperRow> mappers() {
    return drivers.rows();
  }

  private void came(DriverEntry entry) {
    comings.lock();
    try {
      if (present.contains(entry.serviceId())) {
        drivers.add(entry);
      }
    } finally {
      comings.unlock();
    }
  }

  private void cannotCome(
      DeviceDriver driver, ServiceReference<DeviceDriver> reference, String trouble) {
    DriverEntry nameless = entry("?", driver, reference);
    log.warn("driver {} is not used: {}", nameless, trouble);
    drivers
        .servingOf(nameless.bundle())
        .ifPresent(
            serving -> {
              DriverEntry dropped = entry(serving.protocol(), driver, reference);
              swapLog.refused(SwapRow.refused(serving, dropped.toString(), trouble));
              tell(serving, dropped, true, trouble);
            });
  }

  private static DriverEntry entry(
      String protocol, DeviceDriver driver, ServiceReference<DeviceDriver> reference) {
    Bundle bundle = reference.getBundle();
    return new DriverEntry(
        protocol,
        driver,
        bundle == null ? "?" : String.valueOf(bundle.getSymbolicName()),
        bundle == null ? Version.emptyVersion : bundle.getVersion(),
        bundle == null ? -1 : bundle.getBundleId(),
        serviceId(reference));
  }

  private void tell(DriverEntry kept, DriverEntry dropped, boolean rolledBack, String reason) {
    room.workers()
        .execute(
            () ->
                swapListeners.forEach(
                    listener -> listener.ended(kept, dropped, rolledBack, reason)));
  }

  private static long serviceId(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  private Drivers.Serving serve(DriverEntry first) {
    String protocol = first.protocol();
    EngineMapper mapper = new EngineMapper(first, room.compiler(), room.parts(), memories, desk);
    served.add(mapper);
    Debut debut = new Debut(mapper, room.time(), room.swapRules().probation());
    debut.begin();
    log.info("protocol {} is served by driver {}", protocol, first);
    ServiceRegistration<DeviceMapper> registration =
        context.registerService(
            DeviceMapper.class, mapper, FrameworkUtil.asDictionary(Map.of("protocol", protocol)));
    return new Drivers.Serving() {
      @Override
      public int devices() {
        return mapper.devices();
      }

      @Override
      public String remark() {
        long missed = mapper.missedTicks();
        return missed == 0 ? "" : missed + " polls skipped, the ones before were not over";
      }

      @Override
      public Optional<String> doubt() {
        return mapper.doubt();
      }

      @Override
      public DriverEntry driver() {
        return mapper.driver();
      }

      @Override
      public Swap swapTo(DriverEntry next, Swap.Ending ending) {
        return mapper.swapTo(next, room.swapRules(), ending);
      }

      @Override
      public void stop() {
        debut.end();
        registration.unregister();
        served.remove(mapper);
        mapper.close();
        log.info("protocol {} is no longer served by driver {}", protocol, mapper.driver());
      }
    };
  }

  /** Keeps the log of swaps, and tells the listeners of their ends. */
  private final class ToldSwaps implements Drivers.Swaps {
    @Override
    public void begun(Swap swap) {
      swapLog.begun(swap);
    }

    @Override
    public void ended(DriverEntry kept, DriverEntry dropped, boolean rolledBack, String reason) {
      swapLog.ended();
      tell(kept, dropped, rolledBack, reason);
    }
  }
}
