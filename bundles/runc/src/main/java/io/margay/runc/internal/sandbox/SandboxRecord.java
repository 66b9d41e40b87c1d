package io.margay.runc.internal.sandbox;

import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.PortMapping;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.engine.SandboxSpec;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Fields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is remembered of a sandbox.
 *
 * @param boot the start of the machine whose namespaces it has
 * @param ports {@code tcp/80/8080/}: protocol, container's port, host's port, host's address
 */
record SandboxRecord(
    String id,
    PodIdentity pod,
    int attempt,
    Instant created,
    Map<String, String> labels,
    Map<String, String> annotations,
    Boot boot,
    boolean stopped,
    List<String> addresses,
    List<String> ports) {

  static SandboxRecord of(String id, SandboxSpec spec, Instant now, Boot boot) {
    return new SandboxRecord(
        id,
        spec.pod(),
        spec.attempt(),
        now,
        spec.labels(),
        spec.annotations(),
        boot,
        false,
        List.of(),
        spec.ports().stream()
            .filter(port -> port.hostPort() > 0)
            .map(SandboxRecord::text)
            .toList());
  }

  private static String text(PortMapping port) {
    return String.join(
        "/",
        port.protocol().name().toLowerCase(Locale.ROOT),
        Integer.toString(port.containerPort()),
        Integer.toString(port.hostPort()),
        port.hostAddress());
  }

  SandboxRecord withAddresses(List<String> found) {
    return new SandboxRecord(
        id, pod, attempt, created, labels, annotations, boot, stopped, found, ports);
  }

  SandboxRecord asStopped() {
    return new SandboxRecord(
        id, pod, attempt, created, labels, annotations, boot, true, List.of(), ports);
  }

  /**
   * As edged sees it.
   *
   * @param whole whether its namespaces are there
   */
  Sandbox toSandbox(Boot now, boolean whole) {
    boolean ready = !stopped && boot.equals(now) && whole;
    return new Sandbox(id, pod, attempt, ready, created, labels, annotations);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("namespace", pod.namespace());
    json.put("name", pod.name());
    json.put("uid", pod.uid());
    json.put("attempt", attempt);
    json.put("created", created.toString());
    json.put("labels", labels);
    json.put("annotations", annotations);
    json.put("boot", boot.id());
    json.put("stopped", stopped);
    json.put("addresses", addresses);
    json.put("ports", ports);
    return json;
  }

  static SandboxRecord read(String id, Map<String, Object> json) {
    Fields fields = new Fields(json);
    Instant created = fields.time("created");
    return new SandboxRecord(
        id,
        new PodIdentity(fields.text("namespace"), fields.text("name"), fields.text("uid")),
        fields.number("attempt"),
        created == null ? Instant.EPOCH : created,
        fields.map("labels"),
        fields.map("annotations"),
        new Boot(fields.text("boot")),
        fields.flag("stopped"),
        fields.texts("addresses"),
        fields.texts("ports"));
  }
}
