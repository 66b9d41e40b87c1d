package io.margay.bus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.TopicFilter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterLevelsTest {

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true, true",
    "a/+, a/b, true, true",
    "a/b, a/+, true, false",
    "a/#, a, true, true",
    "a, a/#, true, false",
    "a/#, a/b/+/c, true, true",
    "a/b/c, a/#, true, false",
    "+/b, a/+, true, false",
    "+/+, a/b, true, true",
    "+/+, a/b/c, false, false",
    "+/+/#, a/b, true, true",
    "#, $SYS/a, false, false",
    "+/a, $SYS/a, false, false",
    "$SYS/#, $SYS/+/b, true, true",
    "#, a, true, true",
    "a, #, true, false",
    "#, #, true, true",
    "a//b, a/+/b, true, false",
    "a/, a, false, false"
  })
  void filtersAreComparedAsTheTopicsUnderThem(
      String one, String other, boolean overlap, boolean covers) {
    TopicFilter first = new TopicFilter(one);
    TopicFilter second = new TopicFilter(other);

    assertThat(FilterLevels.overlap(first, second)).isEqualTo(overlap);
    assertThat(FilterLevels.overlap(second, first)).isEqualTo(overlap);
    assertThat(FilterLevels.covers(first, second)).isEqualTo(covers);
  }
}
