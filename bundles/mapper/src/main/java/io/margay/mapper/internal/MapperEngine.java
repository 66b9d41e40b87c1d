package io.margay.mapper.internal;

import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.MapperInfo;
import io.margay.dmi.SampleListener;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.mapper.internal.device.EngineMapper;
import io.margay.mapper.internal.device.ServedDevices;
import io.margay.mapper.internal.report.DeviceMemories;
import io.margay.mapper.internal.report.ReportDesk;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.SwapListener;
import io.margay.mapper.internal.swap.SwapRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
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
  private final Drivers drivers = new Drivers(this::serve);

  @Activate
  public MapperEngine(
      BundleContext context,
      @Reference EngineRoom room,
      @Reference DeviceMemories memories,
      @Reference ServedDevices served) {
    this.context = context;
    this.room = room;
    this.memories = memories;
    this.served = served;
  }

  @Deactivate
  void deactivate() {
    drivers.clear();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "driverLeft")
  void driverCame(DeviceDriver driver, ServiceReference<DeviceDriver> reference) {
    Bundle bundle = reference.getBundle();
    String name = bundle == null ? "?" : String.valueOf(bundle.getSymbolicName());
    Version version = bundle == null ? Version.emptyVersion : bundle.getVersion();
    String protocol = protocol(driver, name);
    if (protocol != null) {
      drivers.add(
          new DriverEntry(
              protocol,
              driver,
              name,
              version,
              bundle == null ? -1 : bundle.getBundleId(),
              serviceId(reference)));
    }
  }

  void driverLeft(ServiceReference<DeviceDriver> reference) {
    drivers.remove(serviceId(reference));
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

  /** All swaps that are under way, and the last ones that are over; the newest first. */
  public List<SwapRow> swaps() {
    return List.of();
  }

  /** The driver that serves a protocol, if one does. */
  public Optional<DriverEntry> serving(String protocol) {
    return drivers.serving(protocol);
  }

  /**
   * Moves the devices of a protocol to the driver of another bundle, whichever is the newer one. A
   * swap to another driver that is under way is turned back.
   *
   * @throws IllegalArgumentException when that bundle offers no driver for the protocol
   * @throws IllegalStateException when a swap is under way that this is not the end of
   */
  public void moveTo(String protocol, long bundleId) {
    drivers.moveTo(protocol, bundleId);
  }

  /** All drivers, as the shell shows them. */
  List<MapperRow> mappers() {
    return drivers.rows();
  }

  private static @Nullable String protocol(DeviceDriver driver, String bundle) {
    try {
      @Nullable String protocol = driver.describe().protocol();
      if (protocol != null && !protocol.isBlank()) {
        return protocol;
      }
      log.warn("driver of bundle {} names no protocol; it is not used", bundle);
    } catch (RuntimeException | Error e) {
      log.warn("driver of bundle {} cannot name its protocol: {}; it is not used", bundle, e);
    }
    return null;
  }

  private static long serviceId(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  private Drivers.Serving serve(DriverEntry entry) {
    EngineMapper mapper =
        new EngineMapper(
            new MapperInfo(
                entry.protocol() + "-mapper", entry.version().toString(), entry.protocol()),
            entry.driver(),
            room.compiler(),
            room.parts(),
            memories,
            desk);
    served.add(mapper);
    log.info("protocol {} is served by driver {}", entry.protocol(), entry);
    ServiceRegistration<DeviceMapper> registration =
        context.registerService(
            DeviceMapper.class,
            mapper,
            FrameworkUtil.asDictionary(Map.of("protocol", entry.protocol())));
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
      public void stop() {
        registration.unregister();
        served.remove(mapper);
        mapper.close();
        log.info("protocol {} is no longer served by driver {}", entry.protocol(), entry);
      }
    };
  }
}
