package io.margay.twin.internal.manifest;

import io.margay.dmi.AccessMode;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.Settings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code DeviceModel} of {@code devices.kubeedge.io/v1beta1}. Fields that it does not know
 * are let be.
 *
 * <p>What a model leaves out is read as KubeEdge's mappers do: a property is a {@code STRING} and
 * can be written.
 */
public final class DeviceModelManifest {
  private static final Map<String, PropertyType> TYPES = new LinkedHashMap<>();
  private static final Map<String, AccessMode> ACCESS_MODES = new LinkedHashMap<>();
  private static final Set<PropertyType> NUMBERS =
      EnumSet.of(PropertyType.INT, PropertyType.FLOAT, PropertyType.DOUBLE);

  static {
    for (PropertyType type : PropertyType.values()) {
      TYPES.put(type.name(), type);
    }
    for (AccessMode mode : AccessMode.values()) {
      ACCESS_MODES.put(mode.toString(), mode);
    }
  }

  private DeviceModelManifest() {}

  /**
   * Reads the model that a resource describes.
   *
   * @param problems takes each mistake; the model means something only when there are none
   */
  public static DeviceModel read(NamespacedName key, String content, Consumer<Problem> problems) {
    Settings spec = ManifestJson.spec(content, problems);
    List<ModelProperty> properties = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Settings property : spec.objects("properties")) {
      ModelProperty read = property(property);
      if (!names.add(read.name())) {
        property.complain("name", "a name that no other property of the model has");
      }
      properties.add(read);
    }
    return new DeviceModel(
        key,
        spec.text(List.of("protocol")).orElse(""),
        spec.object("protocolConfigData").data(),
        properties);
  }

  private static ModelProperty property(Settings property) {
    PropertyType type =
        property.has("type")
            ? property.choice(TYPES, "type").orElse(PropertyType.STRING)
            : PropertyType.STRING;
    AccessMode accessMode =
        property.has("accessMode")
            ? property.choice(ACCESS_MODES, "accessMode").orElse(AccessMode.READ_WRITE)
            : AccessMode.READ_WRITE;
    return new ModelProperty(
        DeviceManifest.shared(property.text("name")),
        property.text(List.of("description")).orElse(""),
        type,
        accessMode,
        limit(property, "minimum", type),
        limit(property, "maximum", type),
        property.text(List.of("unit")).orElse(""),
        DeviceManifest.protocol(property.object("visitors")));
  }

  private static @Nullable String limit(Settings property, String key, PropertyType type) {
    String limit = property.text(List.of(key)).orElse("");
    if (limit.isEmpty()) {
      return null;
    }
    if (NUMBERS.contains(type)) {
      property.numberOr(0, key);
    }
    return limit;
  }
}
