package io.margay.push.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.SampleListener;
import io.margay.push.PushSink;
import io.margay.sqlite.DatabaseException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the samples of all devices, and pushes those whose properties have push methods. */
@Component(
    service = {SampleListener.class, PushEngine.class},
    immediate = true,
    configurationPid = "io.margay.push")
@Designate(ocd = PushConfig.class)
public final class PushEngine implements SampleListener {
  private static final Logger log = LoggerFactory.getLogger(PushEngine.class);
  private static final long MICROS_PER_MILLI = 1_000;

  private final SystemTime time = new SystemTime();
  private final Sinks sinks = new Sinks();
  private final Workers workers;
  private final Spool spool;
  private final Targets targets;
  private final Router router;

  @Activate
  public PushEngine(BundleContext context, PushConfig config) {
    Path home = Path.of(property(context, "margay.home", ""));
    Path var = Path.of(property(context, "margay.var", "var")).toAbsolutePath();
    PushLimits limits = PushLimits.of(config);
    SecretFolder secrets =
        new SecretFolder(home.resolve("conf").resolve("secrets").toAbsolutePath());
    workers = new Workers(config.maxThreads());
    spool =
        new SqliteSpool(
            var.resolve("push"),
            var.resolve("tmp"),
            config.storeMib(),
            limits,
            secrets,
            Clock.systemUTC());
    targets =
        new Targets(
            new TargetQueue.Surroundings(
                spool, time, workers, limits, new Random(), numbers(spool)::incrementAndGet),
            sinks,
            stored(spool));
    router = new Router(new PushMethods(secrets), sinks, targets);
  }

  private static String property(BundleContext context, String name, String otherwise) {
    String value = context.getProperty(name);
    return value == null ? otherwise : value;
  }

  /** Begins above all numbers on the disk, even of a file that cannot be read today. */
  private static AtomicLong numbers(Spool spool) {
    long now = System.currentTimeMillis() * MICROS_PER_MILLI;
    try {
      return new AtomicLong(Math.max(now, spool.last()));
    } catch (DatabaseException e) {
      return new AtomicLong(now); // told by the spool
    }
  }

  private static Map<TargetKey, Long> stored(Spool spool) {
    try {
      Map<TargetKey, Long> stored = spool.waiting();
      stored.forEach(
          (key, records) -> log.info("push {}: {} records wait from before", key, records));
      return stored;
    } catch (DatabaseException e) {
      return Map.of(); // told by the spool
    }
  }

  @Deactivate
  void deactivate() {
    targets.close();
    workers.close();
    time.close();
    spool.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "sinkWent")
  void sinkCame(PushSink sink) {
    sinks.add(sink);
    String method = Sinks.method(sink);
    sinks.of(method).ifPresent(first -> targets.sinkCame(method, first));
  }

  void sinkWent(PushSink sink) {
    sinks.remove(sink);
    String method = Sinks.method(sink);
    targets.sinkWent(method, sink);
    sinks.of(method).ifPresent(next -> targets.sinkCame(method, next));
  }

  @Override
  public void sampled(Device device, DeviceModel model, List<Sample> samples) {
    router.sampled(device, model, samples);
  }

  @Override
  public void removed(NamespacedName device) {
    router.removed(device);
  }

  /** How all targets fare. */
  List<TargetStatus> status() {
    targets.sweep();
    return targets.status();
  }

  /** Uses of methods that no sink knows. */
  List<String> unserved() {
    return router.unserved();
  }
}
