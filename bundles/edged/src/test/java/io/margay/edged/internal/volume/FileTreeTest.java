package io.margay.edged.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir Path folder;

  @Test
  void bytesAreThoseOfAllFilesAndOfNothingThatALinkLeadsTo() throws IOException {
    Files.writeString(folder.resolve("one"), "12345");
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(inner.resolve("two"), "678");
    Files.createSymbolicLink(inner.resolve("link"), folder.resolve("one"));
    Files.createSymbolicLink(folder.resolve("up"), folder);

    assertThat(FileTree.bytes(folder)).isEqualTo(8);
  }

  @Test
  void aFolderThatIsNotThereHasNoBytes() throws IOException {
    assertThat(FileTree.bytes(folder.resolve("none"))).isZero();
  }
}
