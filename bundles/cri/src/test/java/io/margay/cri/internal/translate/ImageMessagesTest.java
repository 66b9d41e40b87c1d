package io.margay.cri.internal.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.ImageDisk;
import io.margay.edged.engine.RegistryLogin;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageMessagesTest {

  @Test
  void aLoginIsSentForWhateverRegistryTheImageIsFrom() {
    Cri.PullImageRequest request =
        ImageMessages.pull("r.local/web:1", new RegistryLogin("edge", "ocelot", "other.local"));

    assertThat(request.getImage().getImage()).isEqualTo("r.local/web:1");
    assertThat(request.getAuth())
        .isEqualTo(Cri.AuthConfig.newBuilder().setUsername("edge").setPassword("ocelot").build());
  }

  @Test
  void withoutALoginNothingIsSaidOfOne() {
    assertThat(ImageMessages.pull("r.local/web:1", null).hasAuth()).isFalse();
  }

  @Test
  void anImageIsRead() {
    Cri.Image.Builder message =
        Cri.Image.newBuilder()
            .setId("sha256:1")
            .addRepoTags("web:1")
            .addRepoDigests("web@sha256:2")
            .setSize(12)
            .setPinned(true);

    assertThat(ImageMessages.image(message.build())).isEqualTo(image(""));
    assertThat(ImageMessages.image(message.setUsername("edge").build())).isEqualTo(image("edge"));
    assertThat(ImageMessages.image(message.setUid(Cri.Int64Value.newBuilder().setValue(0)).build()))
        .isEqualTo(image("0"));
  }

  @Test
  void aDiskIsRead() {
    Cri.FilesystemUsage message =
        Cri.FilesystemUsage.newBuilder()
            .setFsId(Cri.FilesystemIdentifier.newBuilder().setMountpoint("/var/lib/images"))
            .setUsedBytes(Cri.UInt64Value.newBuilder().setValue(7))
            .setInodesUsed(Cri.UInt64Value.newBuilder().setValue(3))
            .build();

    assertThat(ImageMessages.disk(message)).isEqualTo(new ImageDisk("/var/lib/images", 7, 3));
  }

  private static Image image(String user) {
    return new Image("sha256:1", List.of("web:1"), List.of("web@sha256:2"), 12, user, true);
  }
}
