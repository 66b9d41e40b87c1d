package io.margay.edged.internal.pod;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a volume is made of. Modes are permission bits. */
public sealed interface VolumeSource {

  /**
   * A folder that lives as long as the pod.
   *
   * @param memory in memory, not on the disk
   * @param sizeLimit zero for none
   */
  record EmptyDir(boolean memory, Quantity sizeLimit) implements VolumeSource {}

  /** A file or folder of the host. */
  record HostPath(String path, HostPathType type) implements VolumeSource {}

  /** Keys of a ConfigMap as files; without items all of them. */
  record ConfigMap(String name, List<KeyPath> items, int defaultMode, boolean optional)
      implements VolumeSource {
    public ConfigMap {
      items = List.copyOf(items);
    }
  }

  /** Keys of a Secret as files; without items all of them. */
  record Secret(String name, List<KeyPath> items, int defaultMode, boolean optional)
      implements VolumeSource {
    public Secret {
      items = List.copyOf(items);
    }
  }

  /** Fields of the pod as files. */
  record DownwardApi(List<Item> items, int defaultMode) implements VolumeSource {
    public DownwardApi {
      items = List.copyOf(items);
    }

    /**
     * One file.
     *
     * @param source {@link EnvSource.PodField} or {@link EnvSource.ContainerResource}
     */
    public record Item(String path, EnvSource source, @Nullable Integer mode) {}
  }

  /**
   * Several sources in one folder; later ones win.
   *
   * @param sources {@link ConfigMap}, {@link Secret}, {@link DownwardApi} and {@link
   *     ServiceAccountToken} only
   */
  record Projected(List<VolumeSource> sources, int defaultMode) implements VolumeSource {
    public Projected {
      sources = List.copyOf(sources);
    }
  }

  /** A token by which the pod is known to the API server. Only inside {@link Projected}. */
  record ServiceAccountToken(String audience, long expirationSeconds, String path)
      implements VolumeSource {}

  /** What must be at a path of the host. */
  enum HostPathType {
    /** Nothing is checked. */
    ANY,
    DIRECTORY_OR_CREATE,
    DIRECTORY,
    FILE_OR_CREATE,
    FILE,
    SOCKET,
    CHAR_DEVICE,
    BLOCK_DEVICE
  }
}
