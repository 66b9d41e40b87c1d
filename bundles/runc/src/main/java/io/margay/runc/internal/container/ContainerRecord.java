package io.margay.runc.internal.container;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerState;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Fields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a container.
 *
 * @param started null before its start
 * @param boot the start of the machine in which it ran
 * @param logPath absolute
 */
record ContainerRecord(
    String id,
    String sandboxId,
    String name,
    int attempt,
    String image,
    Map<String, String> labels,
    Map<String, String> annotations,
    Instant created,
    @Nullable Instant started,
    Boot boot,
    String logPath,
    String stopSignal) {

  static ContainerRecord of(
      String id,
      String sandboxId,
      ContainerSpec spec,
      Instant now,
      Boot boot,
      String logPath,
      String stopSignal) {
    return new ContainerRecord(
        id,
        sandboxId,
        spec.name(),
        spec.attempt(),
        spec.image(),
        spec.labels(),
        spec.annotations(),
        now,
        null,
        boot,
        logPath,
        stopSignal.isEmpty() ? "SIGTERM" : stopSignal);
  }

  ContainerRecord startedAt(Instant time) {
    return new ContainerRecord(
        id,
        sandboxId,
        name,
        attempt,
        image,
        labels,
        annotations,
        created,
        time,
        boot,
        logPath,
        stopSignal);
  }

  Container toContainer(ContainerState state) {
    return new Container(id, sandboxId, name, attempt, image, state, created, labels, annotations);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sandbox", sandboxId);
    json.put("name", name);
    json.put("attempt", attempt);
    json.put("image", image);
    json.put("labels", labels);
    json.put("annotations", annotations);
    json.put("created", created.toString());
    json.put("started", started == null ? "" : started.toString());
    json.put("boot", boot.id());
    json.put("logPath", logPath);
    json.put("stopSignal", stopSignal);
    return json;
  }

  static ContainerRecord read(String id, Map<String, Object> json) {
    Fields fields = new Fields(json);
    Instant created = fields.time("created");
    return new ContainerRecord(
        id,
        fields.text("sandbox"),
        fields.text("name"),
        fields.number("attempt"),
        fields.text("image"),
        fields.map("labels"),
        fields.map("annotations"),
        created == null ? Instant.EPOCH : created,
        fields.time("started"),
        new Boot(fields.text("boot")),
        fields.text("logPath"),
        fields.text("stopSignal"));
  }
}
