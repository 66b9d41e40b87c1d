package io.margay.edged.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFolderTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir Path folder;
  private PublishedFolder published;

  @BeforeEach
  void atNoon() {
    published = new PublishedFolder(folder, null, () -> NOON);
  }

  @Test
  void filesAreSeenUnderTheirNames() throws IOException {
    published.publish(files("a.conf", "one", "sub/b.conf", "two"));

    assertThat(folder.resolve("a.conf")).hasContent("one");
    assertThat(folder.resolve("sub/b.conf")).hasContent("two");
    assertThat(names()).containsExactlyInAnyOrder("a.conf", "sub", "..data", version());
  }

  @Test
  void aNewVersionReplacesAllFilesAtOnce() throws IOException {
    published.publish(files("a", "1", "b", "1"));
    String before = version();

    boolean changed = published.publish(files("a", "2", "c", "2"));

    assertThat(changed).isTrue();
    assertThat(version()).isNotEqualTo(before);
    assertThat(folder.resolve("a")).hasContent("2");
    assertThat(names()).containsExactlyInAnyOrder("a", "c", "..data", version());
  }

  @Test
  void theSameFilesChangeNothing() throws IOException {
    published.publish(files("a", "1"));
    String before = version();

    assertThat(published.publish(files("a", "1"))).isFalse();
    assertThat(version()).isEqualTo(before);
  }

  @Test
  void aReaderThatHoldsTheOldFileReadsItToItsEnd() throws IOException {
    published.publish(files("a", "old"));
    try (var reader = Files.newInputStream(folder.resolve("a"))) {

      published.publish(files("a", "new"));

      assertThat(reader.readAllBytes()).asString().isEqualTo("old");
    }
  }

  @Test
  void whatAPowerCutLeftIsRepaired() throws IOException {
    published.publish(files("a", "1", "b", "1"));
    Files.writeString(folder.resolve("..data/a"), "tr");
    Files.delete(folder.resolve("b"));
    Files.createDirectory(folder.resolve("..2026_11_27_11_00_00.000000000"));
    Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("nowhere"));

    published.publish(files("a", "1", "b", "1"));

    assertThat(folder.resolve("a")).hasContent("1");
    assertThat(folder.resolve("b")).hasContent("1");
    assertThat(names()).containsExactlyInAnyOrder("a", "b", "..data", version());
  }

  @Test
  void aMissingLinkIsMadeAgainThoughTheFilesAreTheSame() throws IOException {
    published.publish(files("a", "1"));
    Files.delete(folder.resolve("a"));

    published.publish(files("a", "1"));

    assertThat(folder.resolve("a")).hasContent("1");
  }

  @Test
  void aFileHasItsModeAndNoOneElseReadsASecret() throws IOException {
    published.publish(
        Map.of(
            SafePath.of("secret"), FileContent.of("x", 0600),
            SafePath.of("run.sh"), FileContent.of("x", 0755)));

    assertThat(mode("..data/secret")).isEqualTo(0600);
    assertThat(mode("..data/run.sh")).isEqualTo(0755);
  }

  @Test
  void aChangedModeIsAChange() throws IOException {
    published.publish(Map.of(SafePath.of("a"), FileContent.of("x", 0644)));

    assertThat(published.publish(Map.of(SafePath.of("a"), FileContent.of("x", 0600)))).isTrue();
    assertThat(mode("..data/a")).isEqualTo(0600);
  }

  @Test
  void aGroupReadsEverything() throws IOException {
    int group = (Integer) Files.getAttribute(folder, "unix:gid");

    new PublishedFolder(folder, group, () -> NOON)
        .publish(Map.of(SafePath.of("sub/a"), FileContent.of("x", 0600)));

    assertThat(mode("..data/sub/a")).isEqualTo(0640);
    assertThat(mode("..data/sub")).isEqualTo(02775);
    assertThat(Files.getAttribute(folder.resolve("..data/sub/a"), "unix:gid")).isEqualTo(group);
  }

  @Test
  void noFilesMakeAnEmptyFolder() throws IOException {
    published.publish(files("a", "1"));

    published.publish(Map.of());

    assertThat(names()).containsExactlyInAnyOrder("..data", version());
  }

  private int mode(String name) throws IOException {
    return (Integer) Files.getAttribute(folder.resolve(name), "unix:mode") & 07777;
  }

  private String version() throws IOException {
    return Files.readSymbolicLink(folder.resolve("..data")).toString();
  }

  private List<String> names() throws IOException {
    return FileTree.entries(folder).stream().map(path -> path.getFileName().toString()).toList();
  }

  private static Map<SafePath, FileContent> files(String... namesAndTexts) {
    Map<SafePath, FileContent> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(SafePath.of(namesAndTexts[i]), FileContent.of(namesAndTexts[i + 1], 0644));
    }
    return files;
  }
}
