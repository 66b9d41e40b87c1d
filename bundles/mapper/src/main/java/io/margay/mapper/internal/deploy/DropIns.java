package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.EngineRoom;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the log what becomes of the jars in the folder {@code margay.deploy}. */
@Component(service = DropIns.class, immediate = true)
public final class DropIns {
  private static final Logger log = LoggerFactory.getLogger(DropIns.class);

  private final DropInWatch.Teller teller = new LogTeller();
  private final Origins origins;
  private final @Nullable DropInWatch watch;
  private final @Nullable UnreadableJars unreadable;

  @Activate
  public DropIns(BundleContext context, @Reference EngineRoom room) {
    String folder = context.getProperty("margay.deploy");
    origins = new Origins(Path.of(folder == null ? "" : folder));
    if (folder == null) {
      watch = null;
      unreadable = null;
      return;
    }
    Path deploy = Path.of(folder);
    watch = new DropInWatch(context, origins, room.time(), room.workers(), teller);
    unreadable = new UnreadableJars(deploy, room.time(), room.workers(), teller);
    watch.start();
    unreadable.start();
  }

  @Deactivate
  void deactivate() {
    if (unreadable != null) {
      unreadable.stop();
    }
    if (watch != null) {
      watch.stop();
    }
  }

  /** Where the bundles of the folder come from. */
  Origins origins() {
    return origins;
  }

  /** Takes what there is to tell of them. */
  DropInWatch.Teller teller() {
    return teller;
  }

  /** The jars that do not run though they should. */
  public List<DropInWatch.Broken> broken() {
    return watch == null ? List.of() : watch.broken();
  }

  private static final class LogTeller implements DropInWatch.Teller {
    @Override
    public void good(String line) {
      log.info("{}", line);
    }

    @Override
    public void bad(String line) {
      log.warn("{}", line);
    }
  }
}
