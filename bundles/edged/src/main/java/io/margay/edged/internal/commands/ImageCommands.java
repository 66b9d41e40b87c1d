package io.margay.edged.internal.commands;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.Image;
import io.margay.edged.internal.gc.Housekeeper;
import io.margay.edged.internal.node.Edged;
import java.util.List;
import java.util.Set;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of the images: {@code image:list}, {@code image:pull}, {@code image:prune}. */
@Component(
    service = ImageCommands.class,
    property = {
      "osgi.command.scope=image",
      "osgi.command.function=list",
      "osgi.command.function=pull",
      "osgi.command.function=prune"
    })
public final class ImageCommands {
  private static final int MIB = 20;

  private final Edged edged;

  @Activate
  public ImageCommands(@Reference Edged edged) {
    this.edged = edged;
  }

  /** An image in a list. */
  public record ImageRow(String name, String id, long mib, String used) {}

  @Descriptor("Lists the images on this machine. Example: image:list")
  public List<ImageRow> list() {
    ContainerEngine engine = engine();
    Set<String> used = Housekeeper.used(engine);
    return engine.images().list().stream()
        .map(
            image ->
                new ImageRow(
                    name(image),
                    image.id(),
                    image.bytes() >> MIB,
                    image.pinned() ? "pinned" : used.contains(image.id()) ? "yes" : "no"))
        .toList();
  }

  @Descriptor("Fetches an image and waits for it. Example: image:pull docker.io/library/nginx:1")
  public String pull(@Descriptor("name with tag or digest") String image) {
    return engine().images().pull(image, null);
  }

  @Descriptor("Removes all images that no container uses. Example: image:prune")
  public List<String> prune() {
    return Housekeeper.pruneImages(engine()).stream().map(ImageCommands::name).toList();
  }

  private static String name(Image image) {
    if (!image.tags().isEmpty()) {
      return image.tags().get(0);
    }
    return image.digests().isEmpty() ? image.id() : image.digests().get(0);
  }

  private ContainerEngine engine() {
    return edged
        .engine()
        .orElseThrow(
            () -> new IllegalStateException("no container engine on this machine: no images"));
  }
}
