package io.margay.edged.internal.volume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.internal.pod.EnvSource;
import io.margay.edged.internal.pod.EnvSource.ContainerResource;
import io.margay.edged.internal.pod.EnvSource.PodField;
import io.margay.edged.internal.pod.KeyPath;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.VolumeSource;
import io.margay.edged.internal.spec.DownwardFields;
import io.margay.edged.internal.spec.KeyedObjects;
import io.margay.edged.internal.spec.PodAddresses;
import io.margay.edged.internal.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the files that volumes of values are to hold: ConfigMaps, Secrets, fields of the pod. */
public final class VolumeContents {
  private static final int MOST_BYTES = 8 << 20;
  private static final PodAddresses NO_ADDRESSES = new PodAddresses(List.of(), List.of());

  private final KeyedObjects objects;
  private final DownwardFields fields;
  private final TokenSource tokens;

  public VolumeContents(KeyedObjects objects, DownwardFields fields, TokenSource tokens) {
    this.objects = objects;
    this.fields = fields;
    this.tokens = tokens;
  }

  /**
   * The files of a volume, by their paths in it.
   *
   * @throws VolumeException naming what is not there
   */
  Map<SafePath, FileContent> files(Pod pod, VolumeSource source) throws VolumeException {
    Map<SafePath, FileContent> files = new LinkedHashMap<>();
    try {
      add(files, pod, source);
    } catch (SpecException | IllegalArgumentException e) {
      throw new VolumeException(String.valueOf(e.getMessage()), e);
    }
    long bytes = files.values().stream().mapToLong(FileContent::length).sum();
    if (bytes > MOST_BYTES) {
      throw new VolumeException("found %d bytes, expected at most %d".formatted(bytes, MOST_BYTES));
    }
    return files;
  }

  private void add(Map<SafePath, FileContent> files, Pod pod, VolumeSource source)
      throws VolumeException, SpecException {
    String namespace = pod.identity().namespace();
    if (source instanceof VolumeSource.ConfigMap map) {
      String name = "ConfigMap " + namespace + "/" + map.name();
      Map<String, byte[]> values = objects.configMap(namespace, map.name());
      keys(files, name, values, map.items(), map.defaultMode(), map.optional());
    } else if (source instanceof VolumeSource.Secret secret) {
      String name = "Secret " + namespace + "/" + secret.name();
      Map<String, byte[]> values = objects.secret(namespace, secret.name());
      keys(files, name, values, secret.items(), secret.defaultMode(), secret.optional());
    } else if (source instanceof VolumeSource.DownwardApi downward) {
      for (VolumeSource.DownwardApi.Item item : downward.items()) {
        int mode = item.mode() == null ? downward.defaultMode() : item.mode();
        files.put(SafePath.of(item.path()), FileContent.of(downward(pod, item.source()), mode));
      }
    } else if (source instanceof VolumeSource.ServiceAccountToken token) {
      files.put(
          SafePath.of(token.path()),
          new FileContent(
              tokens.token(pod, token).getBytes(UTF_8), Owners.TOKEN_MODE, Owners.user(pod)));
    } else if (source instanceof VolumeSource.Projected projected) {
      for (VolumeSource part : projected.sources()) {
        add(files, pod, part);
      }
    }
  }

  private static void keys(
      Map<SafePath, FileContent> files,
      String name,
      @Nullable Map<String, byte[]> values,
      List<KeyPath> items,
      int defaultMode,
      boolean optional)
      throws VolumeException {
    if (values == null) {
      if (optional) {
        return;
      }
      throw new VolumeException(name + " does not exist");
    }
    if (items.isEmpty()) {
      values.forEach(
          (key, value) ->
              files.put(SafePath.ofKey(key), new FileContent(value, defaultMode, null)));
    }
    for (KeyPath item : items) {
      byte[] value = values.get(item.key());
      if (value != null) {
        int mode = item.mode() == null ? defaultMode : item.mode();
        files.put(SafePath.of(item.path()), new FileContent(value, mode, null));
      } else if (!optional) {
        throw new VolumeException("%s has no key \"%s\"".formatted(name, item.key()));
      }
    }
  }

  private String downward(Pod pod, EnvSource source) throws SpecException {
    return source instanceof PodField field
        ? fields.field(pod, field, NO_ADDRESSES)
        : fields.resource(pod, (ContainerResource) source);
  }
}
