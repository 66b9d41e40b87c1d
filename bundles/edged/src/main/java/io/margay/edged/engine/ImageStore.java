package io.margay.edged.engine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** The images on this machine. Threads and errors as in {@link ContainerEngine}. */
@ConsumerType
public interface ImageStore {

  /** All images. */
  List<Image> list();

  /** The image that a reference ({@code busybox:1}, a digest, an id) names, if it is here. */
  Optional<Image> find(String reference);

  /**
   * Fetches an image; what is here already is not fetched again. May take minutes.
   *
   * @param login for the image's registry, or null to ask as anybody
   * @return the image's id
   */
  String pull(String reference, @Nullable RegistryLogin login);

  /** Removes an image by id or reference. Can be repeated. */
  void remove(String reference);

  /** The disks that hold images. */
  List<ImageDisk> disks();
}
