package io.margay.runc.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerTreeTest {
  @TempDir Path folder;
  private Path tree;
  private Path layer;

  @BeforeEach
  void makeFolders() throws IOException {
    tree = Files.createDirectory(folder.resolve("tree"));
    layer = Files.createDirectory(folder.resolve("layer"));
  }

  @Test
  void aFileGoesOverTheFileBelow() throws IOException {
    write(tree, "etc/name", "old");
    write(tree, "etc/other", "kept");
    write(layer, "etc/name", "new");

    LayerTree.lay(layer, tree);

    assertThat(tree.resolve("etc/name")).hasContent("new");
    assertThat(tree.resolve("etc/other")).hasContent("kept");
  }

  @Test
  void aWhiteoutTakesAFileOrAFolderAway() throws IOException {
    write(tree, "a/file", "x");
    write(tree, "b/deep/file", "x");
    write(layer, "a/.wh.file", "");
    write(layer, ".wh.b", "");

    LayerTree.lay(layer, tree);

    assertThat(tree.resolve("a")).isEmptyDirectory();
    assertThat(tree.resolve("b")).doesNotExist();
  }

  @Test
  void aWhiteoutLeavesWhatItsOwnLayerPutsInTheSamePlace() throws IOException {
    for (int i = 0; i < 40; i++) {
      write(tree, "f" + i + "/old", "x");
      write(layer, ".wh.f" + i, "");
      write(layer, "f" + i + "/new", "y");
    }

    LayerTree.lay(layer, tree);

    for (int i = 0; i < 40; i++) {
      assertThat(tree.resolve("f" + i + "/new")).hasContent("y");
      assertThat(tree.resolve("f" + i + "/old")).doesNotExist();
    }
  }

  @Test
  void anOpaqueFolderHidesAllThatWasThere() throws IOException {
    write(tree, "a/old", "x");
    write(layer, "a/.wh..wh..opq", "");
    write(layer, "a/new", "y");

    LayerTree.lay(layer, tree);

    assertThat(tree.resolve("a/old")).doesNotExist();
    assertThat(tree.resolve("a/new")).hasContent("y");
  }

  @Test
  void aLinkBelowIsReplacedAndNeverFollowed() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    write(outside, "victim", "whole");
    Files.createSymbolicLink(tree.resolve("a"), outside);
    write(layer, "a/victim", "broken");
    write(layer, "a/.wh.victim2", "");

    LayerTree.lay(layer, tree);

    assertThat(outside.resolve("victim")).hasContent("whole");
    assertThat(tree.resolve("a")).isDirectory().isNotEqualTo(outside);
    assertThat(Files.isSymbolicLink(tree.resolve("a"))).isFalse();
  }

  @Test
  void aWhiteoutOfTheFolderAboveIsRefused() throws IOException {
    write(layer, "a/.wh...", "");
    write(tree, "a/x", "");

    assertThatThrownBy(() -> LayerTree.lay(layer, tree))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("\"..\"");
  }

  @Test
  void aFileTakesTheFoldersPlaceAndTheOtherWayRound() throws IOException {
    write(tree, "a/x", "");
    write(tree, "b", "");
    write(layer, "a", "file");
    write(layer, "b/y", "inside");

    LayerTree.lay(layer, tree);

    assertThat(tree.resolve("a")).hasContent("file");
    assertThat(tree.resolve("b/y")).hasContent("inside");
  }

  private static void write(Path base, String name, String text) throws IOException {
    Path file = base.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
