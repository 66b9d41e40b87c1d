package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.internal.gc.Signal;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Precondition;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@code Node} and the {@code Lease} of this machine in the store: the status when it
 * changes, and every 5 minutes at least; the lease every 10 seconds (kubernetes.io, "Leases", "Node
 * heartbeats").
 */
final class NodeReporter {
  static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);
  private static final Duration REPORT_AT_LEAST = Duration.ofMinutes(5);
  private static final int LEASE_SECONDS = 40;

  private final MetaStore meta;
  private final NodeIdentity identity;
  private final Machine machine;
  private final NodeDescription description;
  private final Supplier<Optional<ContainerEngine>> engine;
  private final Supplier<Set<Signal>> shortOf;
  private final Clock clock;
  private final ResourceKey node;
  private final ResourceKey lease;
  private Map<String, Object> told = Map.of();
  private Instant toldAt = Instant.MIN;
  private boolean refused;

  NodeReporter(
      MetaStore meta,
      NodeIdentity identity,
      Machine machine,
      NodeDescription description,
      Supplier<Optional<ContainerEngine>> engine,
      Supplier<Set<Signal>> shortOf,
      Clock clock) {
    this.meta = meta;
    this.identity = identity;
    this.machine = machine;
    this.description = description;
    this.engine = engine;
    this.shortOf = shortOf;
    this.clock = clock;
    node = new ResourceKey(PodTypes.NODE, "", identity.name());
    lease = new ResourceKey(PodTypes.LEASE, "kube-node-lease", identity.name());
  }

  /** Looks and reports what is new; waits for an engine that does not answer. */
  synchronized void report() {
    try {
      reportStatus();
      refused = false;
    } catch (MetaException e) {
      if (!refused) {
        LOG.warn("the node's status is not stored, trying again: {}", e.getMessage());
      }
      refused = true;
    }
  }

  /** Says that the node lives, whatever its engine does. */
  void renewLease() {
    try {
      putLease();
    } catch (MetaException e) {
      LOG.debug("the node's lease is not stored, trying again: {}", e.getMessage());
    }
  }

  private void reportStatus() {
    Instant now = clock.instant();
    Optional<Resource> there = meta.get(node);
    if (there.isEmpty()) {
      meta.apply(new Change.Put(node, Owner.LOCAL, content(), Precondition.ABSENT));
    }
    Map<?, ?> before = there.map(Resource::status).<Map<?, ?>>map(JsonText::read).orElse(Map.of());
    Optional<ContainerEngine> running = engine.get();
    Map<String, Object> status =
        description.write(NodeConditions.of(machine, shortOf.get(), running), running, before, now);
    if (status.equals(told) && now.isBefore(toldAt.plus(REPORT_AT_LEAST)) && there.isPresent()) {
      return;
    }
    meta.apply(new Change.PutStatus(node, JsonText.write(status)));
    told = status;
    toldAt = now;
  }

  private String content() {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("kubernetes.io/hostname", identity.name());
    labels.put("kubernetes.io/os", "linux");
    labels.put("kubernetes.io/arch", machine.architecture());
    labels.put("node-role.kubernetes.io/edge", "");
    labels.put("node-role.kubernetes.io/agent", "");
    return content(node, Map.of("name", identity.name(), "labels", labels), Map.of());
  }

  private void putLease() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("holderIdentity", identity.name());
    spec.put("leaseDurationSeconds", LEASE_SECONDS);
    spec.put("renewTime", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
    String content =
        content(lease, Map.of("namespace", lease.namespace(), "name", identity.name()), spec);
    Owner owner = meta.get(lease).map(Resource::owner).orElse(Owner.LOCAL);
    meta.apply(new Change.Put(lease, owner, content));
  }

  private static String content(
      ResourceKey key, Map<String, Object> metadata, Map<String, Object> spec) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("apiVersion", key.type().apiVersion());
    root.put("kind", key.type().kind());
    root.put("metadata", metadata);
    root.put("spec", spec);
    return JsonText.write(root);
  }
}
