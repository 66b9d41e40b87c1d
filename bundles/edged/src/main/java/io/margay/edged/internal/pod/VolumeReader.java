package io.margay.edged.internal.pod;

import io.margay.edged.internal.pod.VolumeSource.HostPathType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the volumes of a pod. */
final class VolumeReader {
  private static final int USUAL_MODE = 0644;
  private static final long USUAL_TOKEN_SECONDS = 3600;
  private static final String KINDS =
      "one of emptyDir, hostPath, configMap, secret, downwardAPI, projected";
  private static final Map<String, HostPathType> HOST_PATH_TYPES = new LinkedHashMap<>();

  static {
    HOST_PATH_TYPES.put("DirectoryOrCreate", HostPathType.DIRECTORY_OR_CREATE);
    HOST_PATH_TYPES.put("Directory", HostPathType.DIRECTORY);
    HOST_PATH_TYPES.put("FileOrCreate", HostPathType.FILE_OR_CREATE);
    HOST_PATH_TYPES.put("File", HostPathType.FILE);
    HOST_PATH_TYPES.put("Socket", HostPathType.SOCKET);
    HOST_PATH_TYPES.put("CharDevice", HostPathType.CHAR_DEVICE);
    HOST_PATH_TYPES.put("BlockDevice", HostPathType.BLOCK_DEVICE);
  }

  private VolumeReader() {}

  static List<Volume> volumes(FieldReader spec) {
    List<Volume> volumes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (FieldReader volume : spec.objects("volumes")) {
      String name = volume.text("name", Forms.LABEL, Forms.A_LABEL);
      if (!names.add(name)) {
        volume.wrong("name", "a name that no other volume of the pod has");
      }
      VolumeSource source = source(volume);
      if (source != null) {
        volumes.add(new Volume(name, source));
      }
    }
    return volumes;
  }

  private static @Nullable VolumeSource source(FieldReader volume) {
    List<String> kinds =
        volume.data().keySet().stream()
            .map(String::valueOf)
            .filter(key -> !key.equals("name") && volume.has(key))
            .toList();
    if (kinds.isEmpty()) {
      return new VolumeSource.EmptyDir(false, Quantity.ZERO);
    }
    if (kinds.size() > 1) {
      volume.wrong(kinds.get(1), KINDS);
      return null;
    }
    String kind = kinds.get(0);
    FieldReader source = volume.object(kind);
    return switch (kind) {
      case "emptyDir" -> emptyDir(source);
      case "hostPath" -> hostPath(source);
      case "configMap" -> configMap(source, mode(source, "defaultMode", USUAL_MODE));
      case "secret" -> secret(source, "secretName", mode(source, "defaultMode", USUAL_MODE));
      case "downwardAPI" -> downward(source, mode(source, "defaultMode", USUAL_MODE));
      case "projected" -> projected(source);
      default -> {
        volume.unsupported(kind, KINDS);
        yield null;
      }
    };
  }

  private static VolumeSource emptyDir(FieldReader source) {
    String medium = source.text("medium");
    if (!medium.isEmpty() && !medium.equals("Memory")) {
      source.unsupported("medium", "Memory, or nothing for the disk");
    }
    return new VolumeSource.EmptyDir(
        medium.equals("Memory"), ResourcesReader.quantity(source, "sizeLimit"));
  }

  private static VolumeSource hostPath(FieldReader source) {
    String path = source.text("path");
    if (!Forms.isAbsolutePath(path)) {
      source.wrong("path", "an absolute path without \"..\"");
    }
    return new VolumeSource.HostPath(
        path, source.choice("type", HOST_PATH_TYPES, HostPathType.ANY));
  }

  private static VolumeSource configMap(FieldReader source, int mode) {
    return new VolumeSource.ConfigMap(
        source.text("name", Forms.SUBDOMAIN, Forms.A_SUBDOMAIN),
        items(source),
        mode,
        source.flag("optional", false));
  }

  private static VolumeSource secret(FieldReader source, String nameField, int mode) {
    return new VolumeSource.Secret(
        source.text(nameField, Forms.SUBDOMAIN, Forms.A_SUBDOMAIN),
        items(source),
        mode,
        source.flag("optional", false));
  }

  private static VolumeSource.DownwardApi downward(FieldReader source, int mode) {
    List<VolumeSource.DownwardApi.Item> items = new ArrayList<>();
    for (FieldReader item : source.objects("items")) {
      EnvSource value = EnvReader.podOrResource(item, true);
      if (value == null) {
        item.wrong("fieldRef", "fieldRef or resourceFieldRef");
        continue;
      }
      items.add(new VolumeSource.DownwardApi.Item(path(item), value, itemMode(item)));
    }
    return new VolumeSource.DownwardApi(items, mode);
  }

  private static VolumeSource projected(FieldReader source) {
    int mode = mode(source, "defaultMode", USUAL_MODE);
    List<VolumeSource> sources = new ArrayList<>();
    for (FieldReader part : source.objects("sources")) {
      if (part.has("configMap")) {
        sources.add(configMap(part.object("configMap"), mode));
      } else if (part.has("secret")) {
        sources.add(secret(part.object("secret"), "name", mode));
      } else if (part.has("downwardAPI")) {
        sources.add(downward(part.object("downwardAPI"), mode));
      } else if (part.has("serviceAccountToken")) {
        sources.add(token(part.object("serviceAccountToken")));
      } else {
        part.data()
            .keySet()
            .forEach(
                kind ->
                    part.unsupported(
                        String.valueOf(kind),
                        "one of configMap, secret, downwardAPI, serviceAccountToken"));
      }
    }
    return new VolumeSource.Projected(sources, mode);
  }

  private static VolumeSource token(FieldReader source) {
    return new VolumeSource.ServiceAccountToken(
        source.text("audience"),
        source.integer("expirationSeconds", USUAL_TOKEN_SECONDS, 600, 1L << 32),
        path(source));
  }

  private static List<KeyPath> items(FieldReader source) {
    List<KeyPath> items = new ArrayList<>();
    for (FieldReader item : source.objects("items")) {
      items.add(new KeyPath(item.text("key", Forms.KEY, Forms.A_KEY), path(item), itemMode(item)));
    }
    return items;
  }

  private static String path(FieldReader item) {
    String path = item.text("path");
    if (!Forms.isRelativePath(path) || path.startsWith("..")) {
      item.wrong("path", "a path in the volume, without \"..\"");
    }
    return path;
  }

  private static @Nullable Integer itemMode(FieldReader item) {
    return item.has("mode") ? Integer.valueOf(mode(item, "mode", USUAL_MODE)) : null;
  }

  private static int mode(FieldReader field, String name, int missing) {
    return (int) field.integer(name, missing, 0, 0777);
  }
}
