package io.margay.push.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSpoolTest {
  private static final TargetKey HTTP = new TargetKey("http", "http://a");
  private static final TargetKey MQTT = new TargetKey("mqtt", "tcp://b");

  @TempDir private Path folder;

  private SqliteSpool open() {
    PushLimits limits =
        new PushLimits(
            10,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            10,
            20,
            1_000_000);
    return new SqliteSpool(
        folder.resolve("push"),
        folder.resolve("tmp"),
        64,
        limits,
        Samples.NO_SECRETS,
        Clock.systemUTC());
  }

  private static List<Entry> entries(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(i -> new Entry(i, Samples.numbered(i)))
        .toList();
  }

  private static List<Long> sequences(List<Entry> entries) {
    return entries.stream().map(entry -> entry.sent().sample().sequence()).toList();
  }

  @Test
  void recordsOfEachTargetComeBackInTheOrderOfTheirNumbersAfterARestart() {
    try (SqliteSpool spool = open()) {
      spool.append(HTTP, entries(5, 7)).join();
      spool.append(MQTT, entries(8, 8)).join();
      spool.append(HTTP, entries(2, 3)).join();
    }

    try (SqliteSpool spool = open()) {
      assertThat(spool.waiting()).isEqualTo(Map.of(HTTP, 5L, MQTT, 1L));
      assertThat(spool.last()).isEqualTo(8);
      assertThat(sequences(spool.read(HTTP, 4))).containsExactly(2L, 3L, 5L, 6L);
      assertThat(spool.read(MQTT, 4).get(0).sent()).isEqualTo(Samples.numbered(8));
    }
  }

  @Test
  void whatIsDeliveredIsForgotten() {
    try (SqliteSpool spool = open()) {
      spool.append(HTTP, entries(1, 5)).join();

      assertThat(spool.delete(HTTP, List.of(1L, 2L, 99L)).change()).isEqualTo(-2);
      assertThat(sequences(spool.read(HTTP, 10))).containsExactly(3L, 4L, 5L);
    }
  }

  @Test
  void beyondTheBoundTheOldestOfThatTargetAreDroppedAndCounted() {
    try (SqliteSpool spool = open()) {
      spool.append(MQTT, entries(1, 1)).join();
      spool.append(HTTP, entries(2, 19)).join();

      Spool.Outcome outcome = spool.append(HTTP, entries(20, 24)).join();

      assertThat(outcome).isEqualTo(new Spool.Outcome(2, 3));
      assertThat(sequences(spool.read(HTTP, 1))).containsExactly(5L);
      assertThat(sequences(spool.read(MQTT, 1))).containsExactly(1L);
    }
  }

  @Test
  void everyTypeOfValueComesBackAsItWas() {
    List<PushRecord> all =
        List.of(
            Samples.record(PropertyType.INT, Samples.good(1, Long.MIN_VALUE)),
            Samples.record(PropertyType.INT, Samples.good(2, BigInteger.TWO.pow(64))),
            Samples.record(PropertyType.DOUBLE, Samples.good(3, 0.1)),
            Samples.record(PropertyType.FLOAT, Samples.good(4, Double.NaN)),
            Samples.record(PropertyType.STRING, Samples.good(5, "a \"b\" ü\n")),
            Samples.record(PropertyType.BOOLEAN, Samples.good(6, true)),
            Samples.record(
                PropertyType.INT,
                new Sample("speed", null, Quality.BAD, "timeout", Samples.START, 7)));
    try (SqliteSpool spool = open()) {
      spool
          .append(
              HTTP,
              LongStream.range(0, all.size())
                  .mapToObj(i -> new Entry(i, all.get((int) i)))
                  .toList())
          .join();
      spool
          .append(
              MQTT,
              List.of(
                  new Entry(
                      99, Samples.record(PropertyType.BYTES, Samples.good(8, new byte[] {1, -1})))))
          .join();

      assertThat(spool.read(HTTP, 10)).extracting(Entry::sent).isEqualTo(all);
      assertThat(spool.read(MQTT, 1).get(0).sent().sample().value()).isEqualTo(new byte[] {1, -1});
    }
  }
}
