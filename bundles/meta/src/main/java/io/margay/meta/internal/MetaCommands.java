package io.margay.meta.internal;

import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of the store: {@code meta:get}, {@code meta:list}, {@code meta:check}. */
@Component(
    service = MetaCommands.class,
    property = {
      "osgi.command.scope=meta",
      "osgi.command.function=get",
      "osgi.command.function=list",
      "osgi.command.function=check"
    })
public final class MetaCommands {
  private final MetaStore store;
  private final StoreInspector inspector;

  @Activate
  public MetaCommands(@Reference MetaStore store, @Reference StoreInspector inspector) {
    this.store = store;
    this.inspector = inspector;
  }

  /** A row of {@code meta:list}. */
  record KindRow(String kind, String apiVersion, long resources) {}

  /** A row of {@code meta:list <kind>}. */
  record ResourceRow(
      String namespace,
      String name,
      String owner,
      long revision,
      long generation,
      boolean status,
      String created) {}

  @Descriptor("Shows one resource. Example: meta:get Device default/press")
  public String get(@Descriptor("kind") String kind, @Descriptor("[namespace/]name") String name) {
    int slash = name.indexOf('/');
    String namespace = slash < 0 ? "" : name.substring(0, slash);
    for (ResourceType type : inspector.typesOf(kind)) {
      Optional<Resource> found =
          store.get(new ResourceKey(type, namespace, name.substring(slash + 1)));
      if (found.isPresent()) {
        return print(found.get());
      }
    }
    return "No " + kind + " " + name + ". meta:list " + kind + " shows what there is.";
  }

  @Descriptor("Lists the kinds that have resources. Example: meta:list")
  public List<KindRow> list() {
    return inspector.kinds().stream()
        .map(kind -> new KindRow(kind.type().kind(), kind.type().apiVersion(), kind.resources()))
        .toList();
  }

  @Descriptor("Lists the resources of a kind. Example: meta:list Device")
  public List<ResourceRow> list(@Descriptor("kind") String kind) {
    List<ResourceRow> rows = new ArrayList<>();
    for (ResourceType type : inspector.typesOf(kind)) {
      for (Resource resource : store.list(type, Selector.ALL).items()) {
        rows.add(
            new ResourceRow(
                resource.key().namespace(),
                resource.key().name(),
                resource.owner().toString(),
                resource.revision(),
                resource.generation(),
                resource.status() != null,
                resource.created().toString()));
      }
    }
    return rows;
  }

  @Descriptor("Checks the whole database file and tells how the store is. Example: meta:check")
  public StoreReport check() {
    return inspector.check();
  }

  private static String print(Resource resource) {
    StringBuilder text = new StringBuilder();
    text.append(resource.key().type()).append('\n');
    line(text, "owner", resource.owner());
    line(text, "uid", resource.uid());
    line(text, "revision", resource.revision());
    line(text, "generation", resource.generation());
    line(text, "created", resource.created());
    text.append("content\n").append(Json.pretty(resource.content()));
    if (resource.status() != null) {
      text.append("\nstatus\n").append(Json.pretty(resource.status()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format("%-12s%s%n", name, value));
  }
}
