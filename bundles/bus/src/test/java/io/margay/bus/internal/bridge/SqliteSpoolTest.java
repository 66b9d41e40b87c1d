package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Payload;
import io.margay.bus.QoS;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSpoolTest {
  @TempDir Path var;
  private SqliteSpool spool;

  @BeforeEach
  void open() {
    spool = open(new SqliteSpool.Bounds(10, 1_000));
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void whatIsKeptIsReadInOrderWithAllThatItWas() {
    Parcel retained = new Parcel(2, "$ke/ü", Payload.of("café"), QoS.AT_MOST_ONCE, true);

    assertThat(spool.append(List.of(parcel(1, "one"), retained))).isZero();

    List<Parcel> read = spool.read(1, 10);
    assertThat(read).hasSize(1);
    assertThat(read.get(0).topic()).isEqualTo("$ke/ü");
    assertThat(read.get(0).payload().asText()).isEqualTo("café");
    assertThat(read.get(0).qos()).isEqualTo(QoS.AT_MOST_ONCE);
    assertThat(read.get(0).retain()).isTrue();
    assertThat(spool.messages()).isEqualTo(2);
    assertThat(spool.bytes()).isEqualTo(1 + 3 + 5 + 5);
  }

  @Test
  void whatIsKeptIsThereAfterARestart() {
    spool.append(List.of(parcel(1, "one"), parcel(2, "two"), parcel(3, "three")));
    spool.delete(List.of(2L));
    long bytes = spool.bytes();
    spool.close();

    open();

    assertThat(numbers()).containsExactly(1L, 3L);
    assertThat(spool.messages()).isEqualTo(2);
    assertThat(spool.bytes()).isEqualTo(bytes);
    assertThat(spool.last()).isEqualTo(3);
  }

  @Test
  void whenThereAreTooManyTheOldestGo() {
    spool.append(LongStream.rangeClosed(1, 8).mapToObj(i -> parcel(i, "x")).toList());

    assertThat(spool.append(LongStream.rangeClosed(9, 12).mapToObj(i -> parcel(i, "x")).toList()))
        .isEqualTo(2);

    assertThat(numbers()).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(spool.messages()).isEqualTo(10);
  }

  @Test
  void whenTheyAreTooLargeTogetherTheOldestGo() {
    spool.append(List.of(parcel(1, "x".repeat(400)), parcel(2, "x".repeat(400))));

    assertThat(spool.append(List.of(parcel(3, "x".repeat(500))))).isEqualTo(1);

    assertThat(numbers()).containsExactly(2L, 3L);
    assertThat(spool.bytes()).isEqualTo(902);
  }

  @Test
  void oneThatIsTooLargeByItselfTakesNoOthersPlace() {
    spool.append(List.of(parcel(1, "x")));

    assertThat(spool.append(List.of(parcel(2, "x".repeat(1_001)), parcel(3, "y")))).isEqualTo(1);

    assertThat(numbers()).containsExactly(1L, 3L);
  }

  @Test
  void deletingTwiceCountsOnce() {
    spool.append(List.of(parcel(1, "x"), parcel(2, "x")));

    spool.delete(List.of(1L));
    spool.delete(List.of(1L));

    assertThat(spool.messages()).isEqualTo(1);
    assertThat(spool.bytes()).isEqualTo(2);
  }

  @Test
  void aDamagedFileIsSetAsideAndAnEmptyOneBegun() throws Exception {
    spool.append(List.of(parcel(1, "x")));
    spool.close();
    Files.writeString(var.resolve("bus/bridge.db"), "no database at all".repeat(500));

    open();

    assertThat(spool.messages()).isZero();
    assertThat(spool.append(List.of(parcel(2, "y")))).isZero();
    try (var files = Files.list(var.resolve("bus"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("bridge.db.corrupt-"));
    }
  }

  private SqliteSpool open(SqliteSpool.Bounds bounds) {
    return new SqliteSpool(var.resolve("bus"), var.resolve("tmp"), bounds, Clock.systemUTC());
  }

  private List<Long> numbers() {
    return spool.read(0, 100).stream().map(Parcel::number).toList();
  }

  private static Parcel parcel(long number, String text) {
    return new Parcel(number, "t", Payload.of(text), QoS.AT_LEAST_ONCE, false);
  }
}
