package io.margay.mapper.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

  private final DeviceMemory memory = new DeviceMemory();

  @Test
  void eachKindOfReadingComesBackAsItWasGiven() {
    List<Sample> given =
        List.of(
            sample(7L, 1),
            sample(-0.5, 2),
            sample(true, 3),
            sample(false, 4),
            sample("text", 5),
            sample(BigInteger.TEN.pow(30), 6),
            new Sample("speed", null, Quality.BAD, "exception 2", NOON, 7),
            new Sample("speed", 200L, Quality.UNCERTAIN, "above", Instant.EPOCH, 1L << 40));
    History history = history(10);

    given.forEach(sample -> add(history, sample));

    assertThat(history.samples()).isEqualTo(given);
  }

  @Test
  void theOldestMakesPlaceForTheNewest() {
    History history = history(3);
    for (long i = 1; i <= 7; i++) {
      add(history, sample(i % 2 == 0 ? "even" : (Object) i, i));
    }

    assertThat(history.samples()).extracting(Sample::value).containsExactly(5L, "even", 7L);
    assertThat(history.samples()).extracting(Sample::sequence).containsExactly(5L, 6L, 7L);
  }

  @Test
  void aChangedLengthKeepsTheNewest() {
    for (long i = 1; i <= 5; i++) {
      add(history(5), sample(i, i));
    }

    assertThat(history(2).samples()).extracting(Sample::value).containsExactly(4L, 5L);
    assertThat(history(9).samples()).hasSize(2);
    assertThat(history(9).newest(42)).isEqualTo(sample(5L, 5));
  }

  @Test
  void theNewestIsGivenWhileItIsYoungEnough() {
    History history = history(1);
    assertThat(history.newest(Long.MIN_VALUE)).isNull();
    add(history, sample(5L, 1));

    assertThat(history.newest(42)).isEqualTo(sample(5L, 1));
    assertThat(history.newest(43)).isNull();
  }

  @Test
  void aClockThatIsFarOffDoesNoHarm() {
    History history = history(2);

    add(history, new Sample("speed", 1L, Quality.GOOD, null, Instant.MAX, 1));
    add(history, new Sample("speed", 1L, Quality.GOOD, null, Instant.MIN, 2));

    assertThat(history.samples().get(0).time()).isAfter(NOON);
    assertThat(history.samples().get(1).time()).isBefore(Instant.EPOCH);
  }

  private History history(int length) {
    PropertyMemory speed = memory.property("speed");
    speed.remember(length);
    return speed.history();
  }

  private static void add(History history, Sample s) {
    history.add(s.value(), s.quality(), s.reason(), s.time(), s.sequence(), 42);
  }

  private static Sample sample(Object value, long sequence) {
    return new Sample("speed", value, Quality.GOOD, null, NOON, sequence);
  }
}
