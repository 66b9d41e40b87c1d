package io.margay.edged.internal.commands;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.internal.pod.PodLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures what containers use, from two looks a moment apart. */
public final class Usage {
  private static final Duration MOMENT = Duration.ofMillis(500);
  private static final int MIB = 20;

  private Usage() {}

  /**
   * What a container uses.
   *
   * @param cpu of one core
   */
  public record Row(
      String namespace, String pod, String container, String cpu, long memoryMib, long diskMib) {}

  static List<Row> measure(ContainerEngine engine) throws InterruptedException {
    Map<String, ContainerUsage> before = new HashMap<>();
    engine.usage().forEach(usage -> before.put(usage.container().id(), usage));
    Thread.sleep(MOMENT.toMillis());
    List<Row> rows = new ArrayList<>();
    for (ContainerUsage now : engine.usage()) {
      ContainerUsage first = before.get(now.container().id());
      Map<String, String> labels = now.container().labels();
      if (first != null && "pod".equals(labels.get(PodLabels.MANAGED))) {
        rows.add(
            new Row(
                labels.getOrDefault(PodLabels.POD_NAMESPACE, ""),
                labels.getOrDefault(PodLabels.POD_NAME, ""),
                now.container().name(),
                percent(first, now),
                now.memoryBytes() >> MIB,
                now.diskBytes() >> MIB));
      }
    }
    return rows;
  }

  private static String percent(ContainerUsage first, ContainerUsage now) {
    long wall = Duration.between(first.time(), now.time()).toNanos();
    long percent = wall <= 0 ? 0 : Math.round(100.0 * (now.cpuNanos() - first.cpuNanos()) / wall);
    return percent + " %";
  }
}
