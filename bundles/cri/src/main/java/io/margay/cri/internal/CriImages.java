package io.margay.cri.internal;

import static io.margay.cri.internal.translate.ImageMessages.spec;

import io.margay.cri.internal.rpc.CriConnection;
import io.margay.cri.internal.rpc.CriMethods;
import io.margay.cri.internal.translate.ImageMessages;
import io.margay.cri.internal.translate.SandboxImage;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.engine.ImageStore;
import io.margay.edged.engine.RegistryLogin;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The images of an engine behind CRI. */
final class CriImages implements ImageStore {
  private final CriConnection connection;
  private final CriLimits limits;

  CriImages(CriConnection connection, CriLimits limits) {
    this.connection = connection;
    this.limits = limits;
  }

  /**
   * The image of sandboxes is pinned by the newer engines themselves; containerd 1.6 does not, and
   * would have no sandbox any more were it removed.
   */
  @Override
  public List<Image> list() {
    Set<String> ofSandboxes =
        SandboxImage.name(status().getInfoMap()).flatMap(this::find).map(Image::id).stream()
            .collect(Collectors.toSet());
    return connection
        .call(CriMethods.LIST_IMAGES, Cri.ListImagesRequest.getDefaultInstance(), limits.call())
        .getImagesList()
        .stream()
        .map(ImageMessages::image)
        .map(image -> ofSandboxes.contains(image.id()) ? image.asPinned() : image)
        .toList();
  }

  private Cri.StatusResponse status() {
    return connection.call(
        CriMethods.STATUS, Cri.StatusRequest.newBuilder().setVerbose(true).build(), limits.call());
  }

  /** An engine answers with no image, rather than with an error, when it has none of that name. */
  @Override
  public Optional<Image> find(String reference) {
    Cri.ImageStatusResponse response =
        connection.call(
            CriMethods.IMAGE_STATUS,
            Cri.ImageStatusRequest.newBuilder().setImage(spec(reference)).build(),
            limits.call());
    return response.hasImage()
        ? Optional.of(ImageMessages.image(response.getImage()))
        : Optional.empty();
  }

  /** containerd answers with the image's id, CRI-O with a name and digest; the id is asked for. */
  @Override
  public String pull(String reference, @Nullable RegistryLogin login) {
    String pulled =
        connection
            .call(CriMethods.PULL_IMAGE, ImageMessages.pull(reference, login), limits.pull())
            .getImageRef();
    return find(pulled).map(Image::id).orElse(pulled);
  }

  @Override
  public void remove(String reference) {
    try {
      connection.call(
          CriMethods.REMOVE_IMAGE,
          Cri.RemoveImageRequest.newBuilder().setImage(spec(reference)).build(),
          limits.call());
    } catch (EngineException.NotFound gone) {
      // That is what was wanted.
    }
  }

  @Override
  public List<ImageDisk> disks() {
    return connection
        .call(CriMethods.IMAGE_FS_INFO, Cri.ImageFsInfoRequest.getDefaultInstance(), limits.call())
        .getImageFilesystemsList()
        .stream()
        .map(ImageMessages::disk)
        .toList();
  }
}
