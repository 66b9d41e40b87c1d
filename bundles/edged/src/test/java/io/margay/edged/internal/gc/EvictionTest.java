package io.margay.edged.internal.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.internal.PodJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvictionTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  /** Each pod is {@code priority/request/use}, in MiB; the answer is its place, from 0. */
  @ParameterizedTest
  @CsvSource({
    "0/0/5,0",
    "0/0/5 0/0/9,1",
    "0/9/5 0/0/1,1",
    "0/9/5 0/2/3,1",
    "0/9/5 0/2/1,1",
    "0/9/5 5/9/5,0",
    "5/0/9 0/0/1,1",
    "0/9/5 5/0/1,1",
    "2000000000/0/9 0/9/1,1",
    "2000000000/0/9,-",
  })
  void thePodThatUsesMostBeyondItsRequestGoesFirst(String pods, String expected) {
    List<Eviction.Use> uses = new ArrayList<>();
    for (String pod : pods.split(" ")) {
      String[] numbers = pod.split("/");
      uses.add(
          new Eviction.Use(
              PodJson.pod(
                  "{'priority':%s,'containers':[{'name':'a','image':'i','resources':{'requests':{'memory':'%sMi'}}}]}"
                      .formatted(numbers[0], numbers[1])),
              Long.parseLong(numbers[2]) << 20,
              0));
    }

    assertThat(
            Eviction.first(uses, Signal.MEMORY)
                .map(use -> String.valueOf(uses.indexOf(use)))
                .orElse("-"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "100,10,15,''",
    "99,10,15,MEMORY",
    "100,9,15,NODE_DISK",
    "100,10,14,IMAGE_DISK",
    "0,0,0,MEMORY NODE_DISK IMAGE_DISK",
  })
  void tooLittleIsTold(long memoryMiB, long nodeFree, long imageFree, String expected) {
    var available =
        new Thresholds.Available(
            memoryMiB << 20, new DiskSpace(100, nodeFree), new DiskSpace(100, imageFree));

    assertThat(
            String.join(
                " ",
                Thresholds.USUAL.crossed(available).keySet().stream().map(Signal::name).toList()))
        .isEqualTo(expected);
  }

  @Test
  void pressureLastsAWhileAfterThereIsEnoughAgain() {
    Pressure pressure = new Pressure(Duration.ofMinutes(5));

    assertThat(pressure.see(Set.of(), NOON)).isEmpty();
    assertThat(pressure.see(Set.of(Signal.MEMORY), NOON)).containsExactly(Signal.MEMORY);
    assertThat(pressure.see(Set.of(), NOON.plusSeconds(299))).containsExactly(Signal.MEMORY);
    assertThat(pressure.see(Set.of(), NOON.plusSeconds(300))).isEmpty();
  }

  @Test
  void theMachinesMemoryIsRead() {
    assertThat(MemoryFile.parse("MemTotal:       100 kB\nMemAvailable:    40 kB\nx\n"))
        .isEqualTo(new MemoryFile(102_400, 40_960));
  }
}
