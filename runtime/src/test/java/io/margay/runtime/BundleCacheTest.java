package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
  @TempDir Path temp;
  private Path cache;

  @BeforeEach
  void name() {
    cache = temp.resolve("bundle-cache");
  }

  @Test
  void whateverAPowerCutLeftIsRemoved() throws Exception {
    Files.createDirectories(cache.resolve("bundle7/version0.0"));
    Files.write(cache.resolve("bundle7/bundle.info"), new byte[] {0, 1, 2});

    BundleCache.clear(cache);

    assertThat(cache).doesNotExist();
  }

  @Test
  void aFileInItsPlaceIsRemovedToo() throws Exception {
    Files.writeString(cache, "garbage");

    BundleCache.clear(cache);

    assertThat(cache).doesNotExist();
  }

  @Test
  void aLinkInItIsRemovedButNotWhatItPointsTo() throws Exception {
    Path precious = Files.writeString(temp.resolve("precious"), "x");
    Files.createDirectory(cache);
    Files.createSymbolicLink(cache.resolve("link"), precious);

    BundleCache.clear(cache);

    assertThat(cache).doesNotExist();
    assertThat(precious).exists();
  }
}
