package io.margay.runc.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.RegistryLogin;
import io.margay.runc.internal.process.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalImagesTest {
  @TempDir Path folder;
  private final TestRegistry registry = TestRegistry.start();

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @Test
  void aLayoutInTheFolderIsAnImageUnderItsName() throws IOException {
    new TestImage("one").writeLayout(folder.resolve("archives/one"), "test.local/one:1");

    LocalImages images = images();

    Image found = images.find("test.local/one:1").orElseThrow();
    assertThat(found.tags()).containsExactly("test.local/one:1");
    assertThat(images.unpacked(found.id()).root().resolve("name")).hasContent("one");
    assertThat(images.unpacked(found.id()).config().command()).containsExactly("/bin/one");
  }

  @Test
  void imagesSurviveARestart() throws IOException {
    new TestImage("one").writeLayout(folder.resolve("archives/one"), "test.local/one:1");
    Image before = images().find("test.local/one:1").orElseThrow();

    assertThat(images().list()).containsExactly(before);
  }

  @Test
  void aNameMovesToTheImageThatIsPutInLater() throws IOException {
    Path layout = folder.resolve("archives/one");
    new TestImage("old").writeLayout(layout, "test.local/one:1");
    LocalImages images = images();
    String old = images.find("test.local/one:1").orElseThrow().id();
    new TestImage("new").writeLayout(folder.resolve("archives/two"), "test.local/one:1");

    images.list();

    assertThat(images.find("test.local/one:1").orElseThrow().id()).isNotEqualTo(old);
    assertThat(images.find(old).orElseThrow().tags()).isEmpty();
  }

  @Test
  void layersMayBePackedWithZstdOrNotAtAll() throws IOException {
    new TestImage("zstd", ZstdOutputStream::new)
        .writeLayout(folder.resolve("archives/zstd"), "test.local/zstd:1");
    new TestImage("plain", packed -> packed)
        .writeLayout(folder.resolve("archives/plain"), "test.local/plain:1");

    LocalImages images = images();

    for (String name : List.of("zstd", "plain")) {
      String id = images.find("test.local/" + name + ":1").orElseThrow().id();
      assertThat(images.unpacked(id).root().resolve("name")).hasContent(name);
    }
  }

  @Test
  void aZstdLayerThatIsDamagedIsALayerThatCannotBeRead() throws IOException {
    byte[] damaged = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    try (ZstdLayer layer = new ZstdLayer(new ByteArrayInputStream(damaged))) {
      assertThatThrownBy(layer::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLayerWhoseBytesAreOthersIsRefusedAndLeavesNothing() throws IOException {
    TestImage image = new TestImage("one");
    Path layout = folder.resolve("archives/one");
    image.writeLayout(layout, "test.local/one:1");
    Path layer = layout.resolve("blobs/sha256").resolve(image.layerDigest().hex());
    byte[] bytes = Files.readAllBytes(layer);
    bytes[bytes.length - 5] ^= 1;
    Files.write(layer, bytes);

    assertThat(images().find("test.local/one:1")).isEmpty();
    assertThat(folder.resolve("store/incoming")).isEmptyDirectory();
    assertThat(folder.resolve("store/images")).isEmptyDirectory();
  }

  @Test
  void anImageIsPulledFromARegistryWithALogin() {
    registry.offer("app", "1", new TestImage("app"));
    String name = registry.host() + "/app:1";

    String id = images().pull(name, new RegistryLogin("me", "secret", ""));

    assertThat(images().find(name).orElseThrow().id()).isEqualTo(id);
    assertThat(images().find(registry.host() + "/app@" + registry.digest("app")))
        .as("by its digest")
        .isPresent();
  }

  @Test
  void aRegistryThatWantsALoginSaysSo() {
    registry.offer("app", "1", new TestImage("app"));

    assertThatThrownBy(() -> images().pull(registry.host() + "/app:1", null))
        .isInstanceOf(EngineException.Failed.class)
        .hasMessageContaining("without login");
    assertThatThrownBy(
            () -> images().pull(registry.host() + "/app:1", new RegistryLogin("me", "wrong", "")))
        .hasMessageContaining("pull secret")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void anImageThatARegistryDoesNotHaveIsNotFound() {
    assertThatThrownBy(
            () -> images().pull(registry.host() + "/none:1", new RegistryLogin("me", "secret", "")))
        .isInstanceOf(EngineException.NotFound.class);
  }

  @Test
  void aRemovedImageIsGone() throws IOException {
    new TestImage("one").writeLayout(folder.resolve("archives/one"), "test.local/one:1");
    LocalImages images = images();
    String id = images.find("test.local/one:1").orElseThrow().id();

    images.remove(id);
    images.remove(id);

    assertThat(images.find("test.local/one:1")).isEmpty();
    assertThat(folder.resolve("store/images")).isEmptyDirectory();
  }

  private LocalImages images() {
    try {
      return new LocalImages(
          folder.resolve("store"),
          folder.resolve("archives"),
          List.of(),
          new Programs(task -> new Thread(task).start()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
