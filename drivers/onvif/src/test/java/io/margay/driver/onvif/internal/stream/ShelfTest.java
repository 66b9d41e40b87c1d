package io.margay.driver.onvif.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00.123Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Shelf shelf;

  @BeforeEach
  void makeIt() {
    shelf = shelf("default-gate/../cam-saveFrame");
  }

  private Shelf shelf(String name) {
    return new Shelf(
        new RecordingSettings(false, "", folder, "jpg", 1, Duration.ZERO, 1, 2), name, NOON);
  }

  @Test
  void aNameFromOutsideNeverLeavesTheFolder() {
    assertThat(shelf.next())
        .isEqualTo(folder + "/default-gate_.._cam-saveFrame-20261127-120000-123-%04d.jpg");
  }

  @Test
  void theNewestFileIsToldAndTheOneThatIsBeingWrittenIsNot() throws Exception {
    assertThat(shelf.newestComplete(false)).isEmpty();
    put("default-gate_.._cam-saveFrame-20261127-120000-123-0001.jpg");
    put("default-gate_.._cam-saveFrame-20261127-120000-123-0002.jpg");

    assertThat(shelf.newestComplete(false).orElseThrow())
        .hasFileName("default-gate_.._cam-saveFrame-20261127-120000-123-0002.jpg");
    assertThat(shelf.newestComplete(true).orElseThrow())
        .hasFileName("default-gate_.._cam-saveFrame-20261127-120000-123-0001.jpg");
  }

  @Test
  void theOldestOfItsOwnFilesGoAndNoOthers() throws Exception {
    List<String> others =
        List.of("notes.jpg", "default-gate_.._cam-saveFrame-2-20261127-120000-123-0001.jpg");
    for (String other : others) {
      put(other);
    }
    for (int day = 1; day <= 4; day++) {
      put("default-gate_.._cam-saveFrame-2026110%d-120000-123-0001.jpg".formatted(day));
    }

    shelf.tidy();

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              others.get(0),
              others.get(1),
              "default-gate_.._cam-saveFrame-20261103-120000-123-0001.jpg",
              "default-gate_.._cam-saveFrame-20261104-120000-123-0001.jpg");
    }
  }

  private void put(String name) throws Exception {
    Files.createFile(folder.resolve(name));
  }
}
