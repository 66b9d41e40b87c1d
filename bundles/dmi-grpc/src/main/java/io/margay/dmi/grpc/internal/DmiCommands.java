package io.margay.dmi.grpc.internal;

import io.margay.dmi.grpc.internal.mapper.RemoteMapperRow;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of the mappers in other processes. */
@Component(
    service = DmiCommands.class,
    property = {
      "osgi.command.scope=dmi",
      "osgi.command.function=list",
      "osgi.command.function=forget"
    })
public final class DmiCommands {
  private final DmiGateway gateway;

  @Activate
  public DmiCommands(@Reference DmiGateway gateway) {
    this.gateway = gateway;
  }

  /** The mappers in other processes. */
  @Descriptor("Lists mappers in other processes, and how they are. Example: dmi:list")
  public List<RemoteMapperRow> list() {
    return gateway.mappers();
  }

  /** A mapper that will not come again. */
  @Descriptor(
      "Forgets a mapper that will not come again, so that another may have its devices."
          + " Example: dmi:forget old-mapper")
  public String forget(@Descriptor("name of the mapper, see dmi:list") String mapper) {
    return gateway.forget(mapper)
        ? "mapper " + mapper + " is forgotten until it registers again"
        : "there is no mapper " + mapper + "; dmi:list shows all";
  }
}
