package io.margay.twin.internal.manifest;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceMethod;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.driver.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Device} of {@code devices.kubeedge.io/v1beta1} as its manifest has it. Fields that
 * nobody here knows are let be.
 *
 * @param stateReportCycle how often its state is to be told ({@code spec.stateReport.reportCycle});
 *     zero when only changes are
 * @param mapper the name of the mapper that is to have it, where a protocol has several ({@code
 *     devices.margay.io/mapper} of its annotations); empty for whichever is there
 */
public record DeviceManifest(Device device, Duration stateReportCycle, String mapper) {
  private static final String MAPPER_ANNOTATION = "devices.margay.io/mapper";

  private static final long LONGEST_CYCLE_MILLIS = Duration.ofDays(366).toMillis();

  /**
   * Reads the device that a resource describes.
   *
   * @param problems takes each mistake; the device means something only when there are none
   */
  public static DeviceManifest read(
      NamespacedName key, String content, Consumer<Problem> problems) {
    Settings root = ManifestJson.root(content, problems);
    Settings spec = ManifestJson.spec(root);
    String model = spec.object("deviceModelRef").text("name");
    List<DeviceProperty> properties = properties(spec);
    Device device =
        new Device(
            key, model, protocol(spec.object("protocol")), properties, methods(spec, properties));
    long cycle = spec.object("stateReport").integerOr(0, 0, LONGEST_CYCLE_MILLIS, "reportCycle");
    String mapper =
        root.object("metadata")
            .object("annotations")
            .text(List.of(MAPPER_ANNOTATION))
            .map(DeviceManifest::shared)
            .orElse("");
    return new DeviceManifest(device, Duration.ofMillis(cycle), mapper);
  }

  static ProtocolConfig protocol(Settings protocol) {
    return new ProtocolConfig(
        shared(protocol.text(List.of("protocolName")).orElse("")),
        protocol.object("configData").data());
  }

  private static List<DeviceProperty> properties(Settings spec) {
    List<DeviceProperty> properties = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Settings property : spec.objects("properties")) {
      String name = shared(property.text("name"));
      if (!names.add(name)) {
        property.complain("name", "a name that no other property of the device has");
      }
      properties.add(
          new DeviceProperty(
              name,
              desired(property),
              protocol(property.object("visitors")),
              property.integerOr(0, 0, Long.MAX_VALUE, "collectCycle"),
              property.integerOr(0, 0, Long.MAX_VALUE, "reportCycle"),
              property.flagOr(false, "reportToCloud"),
              property.object("pushMethod").data()));
    }
    return properties;
  }

  /** One text for all devices that say the same: they are many. */
  static String shared(String word) {
    return word.intern();
  }

  private static @Nullable TwinProperty desired(Settings property) {
    if (!property.has("desired")) {
      return null;
    }
    Settings desired = property.object("desired");
    Settings metadata = desired.object("metadata");
    Map<String, String> said = new LinkedHashMap<>();
    metadata.data().keySet().forEach(key -> said.put(key, metadata.text(key)));
    return new TwinProperty(desired.text("value"), said);
  }

  private static List<DeviceMethod> methods(Settings spec, List<DeviceProperty> properties) {
    Set<String> known = new LinkedHashSet<>();
    properties.forEach(property -> known.add(property.name()));
    List<DeviceMethod> methods = new ArrayList<>();
    for (Settings method : spec.objects("methods")) {
      List<String> written = method.texts("propertyNames");
      if (!known.containsAll(written)) {
        method.complain("propertyNames", "names of the device's properties: " + known);
      }
      methods.add(
          new DeviceMethod(
              method.text("name"), method.text(List.of("description")).orElse(""), written));
    }
    return methods;
  }
}
