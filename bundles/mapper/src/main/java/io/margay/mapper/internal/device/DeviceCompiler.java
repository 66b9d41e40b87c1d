package io.margay.mapper.internal.device;

import io.margay.dmi.AccessMode;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merges a device with its model and checks what concerns the engine: names, cycles, timeout, and
 * with {@link ValueSettings} what becomes of values.
 *
 * <p>As in KubeEdge, the model's settings fill what the device leaves out, key by key; keys match
 * without regard to case. A cycle of 10⁸ and more is taken as nanoseconds, as the YAML of KubeEdge
 * 1.15 to 1.17 has it.
 */
public final class DeviceCompiler {
  private static final long NANOS_FROM = 100_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONGEST_TIMEOUT_MILLIS = 600_000;

  private final long defaultCycleMillis;
  private final long defaultTimeoutMillis;
  private final int defaultHistoryLength;
  private final KnownFacts known = new KnownFacts();

  public DeviceCompiler(
      long defaultCycleMillis, long defaultTimeoutMillis, int defaultHistoryLength) {
    this.defaultCycleMillis = defaultCycleMillis;
    this.defaultTimeoutMillis = defaultTimeoutMillis;
    this.defaultHistoryLength = defaultHistoryLength;
  }

  /** Compiles; never fails, the mistakes are in the result. */
  public CompiledDevice compile(Device device, DeviceModel model) {
    return new Compilation(device, model).run();
  }

  /** One run of the compiler, with the lists it fills. */
  private final class Compilation {
    private final Device device;
    private final DeviceModel model;
    private final List<Problem> problems = new ArrayList<>();
    private final List<PropertySlot.Facts> facts = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean nanoseconds;

    private Compilation(Device device, DeviceModel model) {
      this.device = device;
      this.model = model;
    }

    private CompiledDevice run() {
      for (int i = 0; i < device.properties().size(); i++) {
        property(i, device.properties().get(i));
      }
      DeviceSpec spec =
          new DeviceSpec(
              device.key(),
              model.settings(device),
              facts.stream().map(PropertySlot.Facts::spec).toList());
      long timeout =
          Settings.of(spec, problems::add)
              .integerOr(defaultTimeoutMillis, 0, LONGEST_TIMEOUT_MILLIS, "timeout");
      return new CompiledDevice(
          device,
          model,
          spec,
          facts,
          timeout == 0 ? defaultTimeoutMillis : timeout,
          problems,
          nanoseconds
              ? List.of("its cycles of 10^8 and more are taken as nanoseconds; write milliseconds")
              : List.of());
    }

    private void property(int index, DeviceProperty property) {
      Optional<ModelProperty> common = model.property(property.name());
      KnownFacts.Key key = new KnownFacts.Key(index, property, common.orElse(null));
      if (!names.add(property.name())) {
        complain(
            "/spec/properties/" + index + "/name",
            property.name(),
            "a name that no other property has");
      }
      nanoseconds |=
          property.collectCycleMillis() >= NANOS_FROM || property.reportCycleMillis() >= NANOS_FROM;
      PropertySlot.Facts made = known.get(key);
      if (made == null) {
        int mistakes = problems.size();
        made = compiled(index, property, common);
        if (problems.size() == mistakes) {
          known.put(key, made);
        }
      }
      facts.add(made);
    }

    private PropertySlot.Facts compiled(
        int index, DeviceProperty property, Optional<ModelProperty> common) {
      String path = "/spec/properties/" + index;
      if (common.isEmpty()) {
        complain(path + "/name", property.name(), "a property of model " + model.key());
      }
      PropertyType type = common.map(ModelProperty::type).orElse(PropertyType.STRING);
      AccessMode access = common.map(ModelProperty::accessMode).orElse(AccessMode.READ_ONLY);
      PropertySpec spec =
          new PropertySpec(index, property.name(), type, access, model.settings(property));
      ValueSettings values = new ValueSettings(spec, problems::add);
      Limits limits = values.limits(path, common.orElse(null));
      long collect = cycle(path + "/collectCycle", property.collectCycleMillis());
      long report = cycle(path + "/reportCycle", property.reportCycleMillis());
      long collectMillis = collect == 0 ? defaultCycleMillis : collect;
      return new PropertySlot.Facts(
          values.driverSpec(),
          values.decoder(limits),
          values.encoder(limits),
          collectMillis,
          values.reportRule(collectMillis, report == 0 ? collectMillis : report),
          values.verified(),
          values.historyLength(defaultHistoryLength),
          property.desired());
    }

    private long cycle(String path, long stated) {
      if (stated < 0) {
        complain(path, Long.toString(stated), "milliseconds, 0 for the mapper's own choice");
        return 0;
      }
      return stated < NANOS_FROM ? stated : stated / NANOS_PER_MILLI;
    }

    private void complain(String path, String found, String expected) {
      problems.add(new Problem(path, found, expected));
    }
  }
}
