package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTest {
  private final Shared<List<Integer>> shared = new Shared<>();

  @Test
  void whatIsEqualBecomesTheSameObject() {
    List<Integer> first = List.of(1, 2);

    assertThat(shared.of(first)).isSameAs(first);
    assertThat(shared.of(List.of(1, 2))).isSameAs(first);
    assertThat(shared.of(List.of(2, 1))).isEqualTo(List.of(2, 1));
  }

  @Test
  void whatWasNotSeenForLongIsForgotten() {
    List<Integer> first = List.of(-1);
    shared.of(first);
    for (int i = 0; i < 5_000; i++) {
      shared.of(List.of(i));
    }

    assertThat(shared.of(List.of(-1))).isNotSameAs(first);
  }
}
