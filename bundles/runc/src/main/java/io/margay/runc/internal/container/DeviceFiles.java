package io.margay.runc.internal.container;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The device files of a container, and which it may open. runc adds {@code null}, {@code zero},
 * {@code random} and their like by itself (OCI runtime specification, "Default Devices").
 */
final class DeviceFiles {
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FILE_TYPE = 0170000;

  private static final Path HOST = Path.of("/dev");

  /** What every container has of its own. */
  private static final Set<String> OWN =
      Set.of("/dev/console", "/dev/fd", "/dev/mqueue", "/dev/ptmx", "/dev/pts", "/dev/shm");

  private DeviceFiles() {}

  static List<Map<String, Object>> of(ContainerSpec spec) {
    List<Map<String, Object>> devices = new ArrayList<>();
    if (spec.security().privileged()) {
      devices.addAll(ofHost());
    }
    for (ContainerSpec.Device device : spec.devices()) {
      Map<String, Object> json = number(device.hostPath());
      json.put("path", device.containerPath());
      devices.add(json);
    }
    return devices;
  }

  /**
   * All of the host's, with owner and mode as they are there; terminals are each container's own.
   */
  private static List<Map<String, Object>> ofHost() {
    List<Map<String, Object>> devices = new ArrayList<>();
    try {
      Files.walkFileTree(
          HOST,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
              return OWN.contains(folder.toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
              if (is.isOther() && isDevice(file) && !OWN.contains(file.toString())) {
                devices.add(asOnHost(file));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new EngineException.Failed(HOST + " cannot be looked through", e);
    }
    return devices;
  }

  private static boolean isDevice(Path file) throws IOException {
    int type = (Integer) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS) & FILE_TYPE;
    return type == CHARACTER_DEVICE || type == BLOCK_DEVICE;
  }

  private static Map<String, Object> asOnHost(Path file) throws IOException {
    Map<String, Object> json = number(file.toString());
    json.put("path", file.toString());
    json.put("fileMode", (Integer) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS) & 0777);
    json.put("uid", Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS));
    json.put("gid", Files.getAttribute(file, "unix:gid", NOFOLLOW_LINKS));
    return json;
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
