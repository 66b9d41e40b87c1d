package io.margay.runc.internal.container;

import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The device files of a container, and which it may open. runc adds {@code null}, {@code zero},
 * {@code random} and their like by itself (OCI runtime specification, "Default Devices").
 */
final class DeviceFiles {
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int FILE_TYPE = 0170000;

  private DeviceFiles() {}

  static List<Map<String, Object>> of(ContainerSpec spec) {
    List<Map<String, Object>> devices = new ArrayList<>();
    for (ContainerSpec.Device device : spec.devices()) {
      Map<String, Object> json = number(device.hostPath());
      json.put("path", device.containerPath());
      devices.add(json);
    }
    return devices;
  }

  static List<Map<String, Object>> rules(ContainerSpec spec) {
    List<Map<String, Object>> rules = new ArrayList<>();
    rules.add(Map.of("allow", spec.security().privileged(), "access", "rwm"));
    for (ContainerSpec.Device device : spec.devices()) {
      Map<String, Object> rule = number(device.hostPath());
      rule.put("allow", true);
      rule.put("access", device.permissions().isEmpty() ? "rwm" : device.permissions());
      rules.add(rule);
    }
    return rules;
  }

  private static Map<String, Object> number(String path) {
    try {
      Path file = Path.of(path);
      long device = ((Number) Files.getAttribute(file, "unix:rdev")).longValue();
      int mode = (Integer) Files.getAttribute(file, "unix:mode");
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", (mode & FILE_TYPE) == CHARACTER_DEVICE ? "c" : "b");
      json.put("major", (device >> 8 & 0xfff) | (device >> 32 & ~0xfffL));
      json.put("minor", (device & 0xff) | (device >> 12 & ~0xffL));
      return json;
    } catch (IOException e) {
      throw new EngineException.Failed("device " + path + " cannot be looked at", e);
    }
  }
}
