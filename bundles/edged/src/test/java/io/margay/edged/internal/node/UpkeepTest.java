package io.margay.edged.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.internal.gc.Signal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpkeepTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void aFullDiskIsTidiedUpBeforeAPodIsGivenUp() throws IOException {
    assertThat(left(Map.of(Signal.IMAGE_DISK, "full"), Map.of())).isEmpty();
    assertThat(done).containsExactly("tidied up");
  }

  @Test
  void whatIsStillFullAfterwardsIsShort() throws IOException {
    assertThat(left(Map.of(Signal.NODE_DISK, "full"), Map.of(Signal.NODE_DISK, "fuller")))
        .containsValue("fuller");
  }

  @Test
  void memoryIsNotFoundByTidyingUp() throws IOException {
    assertThat(left(Map.of(Signal.MEMORY, "little"))).containsKey(Signal.MEMORY);
    assertThat(done).isEmpty();
  }

  @SafeVarargs
  private Map<Signal, String> left(Map<Signal, String>... looks) throws IOException {
    Deque<Map<Signal, String>> next = new ArrayDeque<>(List.of(looks));
    return Upkeep.shortAfterTidying(next::remove, () -> done.add("tidied up"));
  }
}
