package io.margay.cri.internal.translate;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.engine.RegistryLogin;
import org.jspecify.annotations.Nullable;

/** Images as CRI says them. */
public final class ImageMessages {
  private ImageMessages() {}

  /** What names an image. */
  public static Cri.ImageSpec spec(String reference) {
    return Cri.ImageSpec.newBuilder().setImage(reference).build();
  }

  /**
   * The wish to fetch an image. The login is for its registry, whatever that is called: containerd
   * ignores a login silently whose server address is not exactly the host that it asks, and Docker's
   * registry has several names.
   */
  public static Cri.PullImageRequest pull(String reference, @Nullable RegistryLogin login) {
    Cri.PullImageRequest.Builder request =
        Cri.PullImageRequest.newBuilder().setImage(spec(reference));
    if (login != null) {
      request.setAuth(
          Cri.AuthConfig.newBuilder()
              .setUsername(login.username())
              .setPassword(login.password()));
    }
    return request.build();
  }

  /** An image that is here. */
  public static Image image(Cri.Image message) {
    return new Image(
        message.getId(),
        message.getRepoTagsList(),
        message.getRepoDigestsList(),
        message.getSize(),
        message.hasUid() ? Long.toString(message.getUid().getValue()) : message.getUsername(),
        message.getPinned());
  }

  /** A disk that holds images. */
  public static ImageDisk disk(Cri.FilesystemUsage message) {
    return new ImageDisk(
        message.getFsId().getMountpoint(),
        message.getUsedBytes().getValue(),
        message.getInodesUsed().getValue());
  }
}
