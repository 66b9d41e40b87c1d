package io.margay.push.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of push targets: {@code push:list}, {@code push:get}. */
@Component(
    service = PushCommands.class,
    property = {
      "osgi.command.scope=push",
      "osgi.command.function=list",
      "osgi.command.function=get"
    })
public final class PushCommands {
  private final PushEngine engine;

  @Activate
  public PushCommands(@Reference PushEngine engine) {
    this.engine = engine;
  }

  /** All targets, and the uses of methods that have no sink. */
  @Descriptor("Lists where samples are pushed to, and what waits. Example: push:list")
  public List<TargetRow> list() {
    List<TargetRow> rows = new ArrayList<>();
    for (TargetStatus one : engine.status()) {
      rows.add(
          new TargetRow(
              one.method(),
              one.target(),
              one.state(),
              one.waiting(),
              one.delivered(),
              one.retried(),
              one.dropped(),
              one.lastError()));
    }
    for (String use : engine.unserved()) {
      String method = use.substring(use.lastIndexOf(' ') + 1);
      String remark = "copy the jars of its method into deploy/";
      rows.add(new TargetRow(method, use, "no sink", 0, 0, 0, 0, remark));
    }
    return rows;
  }

  /** One target with everything that is known of it. */
  @Descriptor("Shows a push target. Example: push:get http://10.0.0.1:80/values")
  public List<TargetStatus> get(
      @Descriptor("the target as push:list names it, or a part of it") String target) {
    List<TargetStatus> found =
        engine.status().stream().filter(one -> matches(one, target)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "target \"" + target + "\" is not known; push:list shows those that are");
    }
    return found;
  }

  private static boolean matches(TargetStatus one, String target) {
    return one.target().toLowerCase(Locale.ROOT).contains(target.toLowerCase(Locale.ROOT));
  }
}
