package io.margay.mapper.internal;

import io.margay.dmi.DeviceMapper;
import io.margay.mapper.internal.deploy.DriverDrops;
import io.margay.mapper.internal.deploy.DriverRow;
import io.margay.mapper.internal.deploy.DropIns;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.work.Links.LinkRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Shell view of the engine: drivers, wires, and how a driver is replaced. */
@Component(
    service = MapperCommands.class,
    property = {
      "osgi.command.scope=mapper",
      "osgi.command.function=list",
      "osgi.command.function=links",
      "osgi.command.function=drivers",
      "osgi.command.function=update",
      "osgi.command.function=rollback",
      "osgi.command.function=status"
    })
public final class MapperCommands {
  private final MapperEngine engine;
  private final EngineRoom room;
  private final DropIns dropIns;
  private final DriverDrops drops;
  private final List<DeviceMapper> remote = new CopyOnWriteArrayList<>();

  @Activate
  public MapperCommands(
      @Reference MapperEngine engine,
      @Reference EngineRoom room,
      @Reference DropIns dropIns,
      @Reference DriverDrops drops) {
    this.engine = engine;
    this.room = room;
    this.dropIns = dropIns;
    this.drops = drops;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(remote=true)",
      unbind = "remoteWent")
  void remoteCame(DeviceMapper mapper) {
    remote.add(mapper);
  }

  void remoteWent(DeviceMapper mapper) {
    remote.remove(mapper);
  }

  /** The drivers, mappers in other processes, and the drop-ins that do not run. */
  @Descriptor(
      "Lists drivers, mappers in other processes, and jars of deploy/ that do not run."
          + " Example: mapper:list")
  public List<MapperRow> list() {
    List<MapperRow> rows = new ArrayList<>(engine.mappers());
    remote.forEach(
        mapper ->
            rows.add(
                new MapperRow(
                    mapper.info().protocol(),
                    mapper.info().name(),
                    mapper.info().version(),
                    "remote",
                    null,
                    "see dmi:list")));
    dropIns
        .broken()
        .forEach(
            broken ->
                rows.add(
                    new MapperRow(
                        "",
                        String.valueOf(broken.bundle().getSymbolicName()),
                        broken.bundle().getVersion().toString(),
                        "unresolved",
                        0,
                        broken.file() + " " + broken.trouble())));
    return rows;
  }

  /** The wires that devices hang on. */
  @Descriptor(
      "Lists the wires that devices hang on, and what waits for them. Example: mapper:links")
  public List<LinkRow> links() {
    return room.parts().links().rows();
  }

  /**
   * The versions of the drivers that came from the drop-in folder, those kept for the way back too.
   */
  @Descriptor(
      "Lists the versions of each driver of deploy/, serving and kept. Example: mapper:drivers")
  public List<DriverRow> drivers() {
    return drops.drivers();
  }

  /** A new version of a driver, from anywhere on this machine. */
  @Descriptor(
      "Updates a driver while its devices are read. Example: mapper:update /tmp/modbus-0.2.0.jar")
  public String update(@Descriptor("path of the driver's jar") String file) {
    return drops.update(Path.of(file));
  }

  /** The version that served before. */
  @Descriptor(
      "Goes back to the version of a driver that served before. Example: mapper:rollback modbus")
  public String rollback(@Descriptor("protocol, or name of the driver") String driver) {
    return drops.rollBack(driver);
  }

  /** The swaps of drivers, newest first. */
  @Descriptor(
      "Lists the replacements of drivers, under way and over, newest first. Example: mapper:status")
  public List<SwapRow> status() {
    return engine.swaps();
  }
}
