package io.margay.mapper.internal;

import io.margay.mapper.internal.deploy.DropIns;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.work.Links.LinkRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of the engine: {@code mapper:list}, {@code mapper:links}, {@code mapper:status}. */
@Component(
    service = MapperCommands.class,
    property = {
      "osgi.command.scope=mapper",
      "osgi.command.function=list",
      "osgi.command.function=links",
      "osgi.command.function=status"
    })
public final class MapperCommands {
  private final MapperEngine engine;
  private final EngineRoom room;
  private final DropIns dropIns;

  @Activate
  public MapperCommands(
      @Reference MapperEngine engine, @Reference EngineRoom room, @Reference DropIns dropIns) {
    this.engine = engine;
    this.room = room;
    this.dropIns = dropIns;
  }

  /** The drivers, and the drop-ins that do not run. */
  @Descriptor("Lists drivers, and jars of deploy/ that do not run. Example: mapper:list")
  public List<MapperRow> list() {
    List<MapperRow> rows = new ArrayList<>(engine.mappers());
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

  /** The swaps of drivers, newest first. */
  @Descriptor(
      "Lists the replacements of drivers, under way and over, newest first. Example: mapper:status")
  public List<SwapRow> status() {
    return engine.swaps();
  }
}
