package io.margay.edged.internal.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageGarbageTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(600);
  private static final DiskSpace FULL = new DiskSpace(1000, 100);
  private final ImageGarbage garbage = new ImageGarbage(85, 80, Duration.ofMinutes(2));

  @Test
  void whileThereIsRoomAllImagesStay() {
    garbage.see(List.of(image("a", 100)), Set.of(), NOON);

    assertThat(garbage.find(List.of(image("a", 100)), Set.of(), new DiskSpace(1000, 151), LATER))
        .isEmpty();
  }

  @Test
  void thoseUnusedTheLongestGoFirstUntilThereIsRoom() {
    List<Image> images = List.of(image("recent", 60), image("never", 60), image("old", 60));
    garbage.see(images, Set.of("old"), NOON);
    garbage.see(images, Set.of("recent"), NOON.plusSeconds(60));

    assertThat(garbage.find(images, Set.of(), FULL, LATER)).containsExactly("never", "old");
  }

  @Test
  void whatIsUsedPinnedOrNewStays() {
    List<Image> images =
        List.of(image("used", 100), new Image("pinned", List.of(), List.of(), 100, "", true));
    garbage.see(images, Set.of(), NOON);
    List<Image> more = List.of(images.get(0), images.get(1), image("new", 100));

    assertThat(garbage.find(more, Set.of("used"), FULL, LATER)).isEmpty();
    assertThat(garbage.find(more, Set.of("used"), FULL, LATER.plusSeconds(119))).isEmpty();
    assertThat(garbage.find(more, Set.of("used"), FULL, LATER.plusSeconds(120)))
        .containsExactly("new");
  }

  @Test
  void whileADiskRunsOutAllGoThatAreUnusedAndNotNew() {
    List<Image> images = List.of(image("used", 1), image("unused", 1));
    garbage.see(images, Set.of(), NOON);
    List<Image> more = List.of(images.get(0), images.get(1), image("new", 1));

    assertThat(garbage.findOld(more, Set.of("used"), LATER)).containsExactly("unused");
  }

  private static Image image(String id, long bytes) {
    return new Image(id, List.of(), List.of(), bytes, "", false);
  }
}
