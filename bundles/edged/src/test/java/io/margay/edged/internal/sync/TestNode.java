package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.internal.pod.Handler;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.osgi.framework.ServiceReference;

/** The sync loop of a node over a store and an engine that outlive it. */
final class TestNode implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  final MemoryEngine engine;
  final SteadyClock clock;
  final PlainSpecs specs = new PlainSpecs();
  final Map<String, Health> health = new ConcurrentHashMap<>();
  final List<String> hooks = new CopyOnWriteArrayList<>();
  final Engines engines = new Engines();
  private final MetaStore meta;
  private final Lanes lanes = new Lanes();
  private final SyncLoop loop;

  TestNode(MetaStore meta, MemoryEngine engine, SteadyClock clock) {
    this.meta = meta;
    this.engine = engine;
    this.clock = clock;
    PodServices services =
        new PodServices(
            meta, specs, specs, new GivenHealth(), this::hook, lanes, clock, () -> "192.0.2.1");
    loop = new SyncLoop(services, engines, "edge");
  }

  /** Starts it with its engine. */
  TestNode start() {
    give(engine);
    loop.start();
    return this;
  }

  /** Starts it without an engine. */
  TestNode startWithoutEngine() {
    loop.start();
    return this;
  }

  void give(ContainerEngine came) {
    engines.engineCame(reference(), came);
  }

  SyncLoop loop() {
    return loop;
  }

  @SuppressWarnings("unchecked")
  private static ServiceReference<ContainerEngine> reference() {
    return (ServiceReference<ContainerEngine>)
        Proxy.newProxyInstance(
            TestNode.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "compareTo" -> 0;
                  case "hashCode" -> 1;
                  case "equals" -> proxy == arguments[0];
                  default -> null;
                });
  }

  private String hook(Handler hook, String containerId, String address, Duration timeout) {
    hooks.add(hook.getClass().getSimpleName() + " " + timeout.toSeconds() + "s");
    clock.pass(Duration.ofSeconds(1));
    return "";
  }

  /** Health as a test says it is. */
  private final class GivenHealth implements Probing {
    @Override
    public void follow(Pod pod, List<Probed> running, Runnable changed) {}

    @Override
    public void forget(String podUid) {}

    @Override
    public Health health(String containerId) {
      return health.getOrDefault(containerId, Health.GOOD);
    }
  }

  void apply(String name, String spec) {
    apply(name, spec, "");
  }

  void apply(String name, String spec, String metadata) {
    meta.apply(
        new Change.Put(
            PodTypes.pod("default", name),
            Owner.MANIFEST,
            PodOf.content(name, spec, metadata)));
  }

  void delete(String name) {
    meta.apply(new Change.Delete(PodTypes.pod("default", name), Owner.MANIFEST));
  }

  /** A member of a pod's status as text: {@code phase}, or the whole status for {@code ""}. */
  String status(String name, String member) {
    String status =
        meta.get(PodTypes.pod("default", name)).map(Resource::status).orElse(null);
    if (status == null) {
      return "";
    }
    return member.isEmpty() ? status : String.valueOf(JsonText.read(status).get(member));
  }

  void awaitPhase(String name, String phase) {
    await(name + " to be " + phase, () -> status(name, "phase").equals(phase));
  }

  void awaitStatus(String name, String part) {
    await(name + " to say " + part, () -> status(name, "").contains(part));
  }

  /** Waits until something is so; fails with what the engine was asked. */
  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "waited in vain for " + what + "; the engine was asked " + engine.calls);
      }
      Thread.onSpinWait();
    }
  }

  /** Lets time pass and has every pod look at the clock. */
  void pass(Duration time) {
    clock.pass(time);
    loop.lookAtAll();
  }

  @Override
  public void close() {
    loop.close();
    lanes.close();
  }
}
