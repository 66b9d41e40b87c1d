package io.margay.push.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Sample;
import io.margay.push.PushSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows for each device where its samples go, and finds it out anew when the device changes or a
 * sink comes that was missing.
 */
final class Router {
  private static final Logger log = LoggerFactory.getLogger(Router.class);

  private final PushMethods methods;
  private final Sinks sinks;
  private final Targets targets;
  private final Map<NamespacedName, DeviceRoutes> devices = new ConcurrentHashMap<>();

  Router(PushMethods methods, Sinks sinks, Targets targets) {
    this.methods = methods;
    this.sinks = sinks;
    this.targets = targets;
  }

  /** Gives samples of a device to the queues of their targets; never blocks. */
  void sampled(Device device, DeviceModel model, List<Sample> samples) {
    DeviceRoutes routes = devices.get(device.key());
    int generation = sinks.generation();
    if (routes == null || !routes.isFor(device, model, generation)) {
      DeviceRoutes old = routes;
      routes = routes(device, model, generation, old);
      devices.put(device.key(), routes);
      if (old != null) {
        old.queues().forEach(targets::giveBack);
      }
    }
    routes.push(samples);
  }

  /** Nothing more comes of a device; what waits is still delivered. */
  void removed(NamespacedName device) {
    DeviceRoutes old = devices.remove(device);
    if (old != null) {
      old.queues().forEach(targets::giveBack);
    }
  }

  /** Methods that no sink knows, as {@code namespace/device property: method}. */
  List<String> unserved() {
    return devices.values().stream()
        .flatMap(routes -> routes.unserved().stream().map(one -> routes.device().key() + " " + one))
        .sorted()
        .toList();
  }

  private DeviceRoutes routes(
      Device device, DeviceModel model, int generation, @Nullable DeviceRoutes before) {
    Map<String, List<DeviceRoutes.Route>> byProperty = new HashMap<>();
    List<String> unserved = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < device.properties().size(); i++) {
      DeviceProperty property = device.properties().get(i);
      Optional<ModelProperty> known = model.property(property.name());
      PropertyType type = known.map(ModelProperty::type).orElse(PropertyType.STRING);
      String unit = known.map(ModelProperty::unit).orElse("");
      List<DeviceRoutes.Route> routes = new ArrayList<>();
      for (PushMethods.Use use : methods.find(i, property.pushMethod(), problems::add)) {
        Optional<PushSink> sink = sinks.of(use.method());
        if (sink.isEmpty()) {
          unserved.add(property.name() + ": " + use.method());
        } else {
          key(sink.get(), use, problems::add)
              .ifPresent(
                  key ->
                      routes.add(
                          new DeviceRoutes.Route(targets.take(key), use.settings(), type, unit)));
        }
      }
      if (!routes.isEmpty()) {
        byProperty.put(property.name(), routes);
      }
    }
    if (before == null || !before.isFor(device, model, before.generation())) {
      tell(device, problems, unserved);
    }
    return new DeviceRoutes(device, model, generation, byProperty, unserved);
  }

  private static Optional<TargetKey> key(
      PushSink sink, PushMethods.Use use, Consumer<Problem> problems) {
    try {
      List<Problem> found = sink.validate(use.settings());
      found.forEach(problems);
      return found.isEmpty()
          ? Optional.of(new TargetKey(use.method(), sink.target(use.settings())))
          : Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      log.warn("push {}: the sink cannot read {}", use.method(), use.settings().path(), e);
      return Optional.empty();
    }
  }

  private static void tell(Device device, List<Problem> problems, List<String> unserved) {
    problems.forEach(problem -> log.warn("device {}: {}; it is not pushed", device.key(), problem));
    if (!unserved.isEmpty()) {
      log.warn(
          "device {}: no sink is there for {}; copy the jars of its method into deploy/",
          device.key(),
          String.join(", ", unserved));
    }
  }

  /** Finds the mistakes in the push methods of a device that a sink can see. */
  List<Problem> validate(Device device) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < device.properties().size(); i++) {
      for (PushMethods.Use use :
          methods.find(i, device.properties().get(i).pushMethod(), problems::add)) {
        sinks.of(use.method()).ifPresent(sink -> problems.addAll(sink.validate(use.settings())));
      }
    }
    return problems;
  }
}
