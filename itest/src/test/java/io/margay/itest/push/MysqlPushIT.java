package io.margay.itest.push;

import static io.margay.dmi.PropertyType.BOOLEAN;
import static io.margay.dmi.PropertyType.DOUBLE;
import static io.margay.dmi.PropertyType.INT;
import static io.margay.dmi.PropertyType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.Deadline;
import io.margay.itest.support.Await;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.mysql.internal.MysqlSink;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The push method {@code mysql} and Debian's MariaDB. Each test has devices of its own. */
class MysqlPushIT {
  private static Mariadb mariadb;

  private final MysqlSink sink = new MysqlSink();

  @BeforeAll
  static void startMariadb() {
    mariadb = new Mariadb();
  }

  @AfterAll
  static void stopMariadb() {
    mariadb.close();
  }

  @Test
  void aSampleIsARowInTheTableOfItsDeviceWithItsTimeInUtc() throws PushException {
    Records press = new Records(settings(), "default", "press-1");

    deliver(
        List.of(
            press.good("speed", DOUBLE, 12.5, 1),
            press.good("on", BOOLEAN, true, 2),
            press.good("name", STRING, "Bär 🐆", 3),
            press.good("count", INT, new BigInteger("18446744073709551615"), 4),
            press.good("load", DOUBLE, Double.NaN, 5),
            press.bad("speed", DOUBLE, "no answer", 6)));

    assertThat(
            mariadb.ask(
                "plant",
                "SELECT time, property, value, number, unit, quality, reason, sequence"
                    + " FROM `default/press-1` ORDER BY time"))
        .containsExactly(
            "2026-11-27 06:00:01.123\tspeed\t12.5\t12.5\trpm\tgood\tNULL\t1",
            "2026-11-27 06:00:02.123\ton\ttrue\t1\trpm\tgood\tNULL\t2",
            "2026-11-27 06:00:03.123\tname\tBär 🐆\tNULL\trpm\tgood\tNULL\t3",
            "2026-11-27 06:00:04.123\tcount\t18446744073709551615\t1.8446744073709552e19\trpm\tgood\tNULL\t4",
            "2026-11-27 06:00:05.123\tload\tNaN\tNULL\trpm\tgood\tNULL\t5",
            "2026-11-27 06:00:06.123\tspeed\tNULL\tNULL\trpm\tbad\tno answer\t6");
  }

  @Test
  void aBatchThatIsSentTwiceIsThereOnce() throws PushException {
    Records drill = new Records(settings(), "default", "drill");
    List<PushRecord> batch =
        LongStream.range(0, 500).mapToObj(i -> drill.good("p", INT, i, i)).toList();

    deliver(batch);
    deliver(batch);

    assertThat(mariadb.ask("plant", "SELECT COUNT(*), SUM(number) FROM `default/drill`"))
        .containsExactly("500\t124750");
  }

  @Test
  void maliciousNamesAndValuesAreNamesAndValues() throws PushException {
    String evil = "x` (a INT); DROP DATABASE plant; -- '\"\\";
    Records device = new Records(settings(), "default", evil);

    deliver(List.of(device.good(evil, STRING, "'); DROP DATABASE plant; -- \\", 1)));

    assertThat(
            mariadb.ask(
                "plant", "SELECT property, value FROM `default/" + evil.replace("`", "``") + "`"))
        .containsExactly(
            "x` (a INT); DROP DATABASE plant; -- '\"\\\\\t'); DROP DATABASE plant; -- \\\\");
  }

  @Test
  void aValueThatDoesNotFitIsARejectionAndNothingOfItsBatchIsThere() throws PushException {
    Records saw = new Records(settings(), "default", "saw");
    deliver(List.of(saw.good("p", INT, 1L, 1)));

    assertThatThrownBy(
            () ->
                deliver(List.of(saw.good("p", INT, 2L, 2), saw.good("x".repeat(300), INT, 3L, 3))))
        .isInstanceOfSatisfying(
            PushException.class, e -> assertThat(e.kind()).isEqualTo(PushException.Kind.REJECTED))
        .hasMessageContaining("property");
    assertThat(mariadb.ask("plant", "SELECT sequence FROM `default/saw`")).containsExactly("1");
  }

  @Test
  void aTableThatSomebodyDroppedIsMadeAgainByTheNextChannel() throws PushException {
    Records lathe = new Records(settings(), "default", "lathe");
    List<PushRecord> batch = List.of(lathe.good("p", INT, 1L, 1));

    try (PushChannel channel = sink.open(settings(), soon())) {
      channel.deliver(batch, soon());
      mariadb.ask("plant", "DROP TABLE `default/lathe`");
      assertThatThrownBy(() -> channel.deliver(batch, soon()))
          .satisfies(MysqlPushIT::isUnreachable);
    }
    deliver(batch);

    assertThat(mariadb.ask("plant", "SELECT sequence FROM `default/lathe`")).containsExactly("1");
  }

  @Test
  void aServerThatWentAwayIsUnreachableAndTakesTheBatchWhenItIsBack() throws PushException {
    Records mill = new Records(settings(), "default", "mill");
    List<PushRecord> batch = List.of(mill.good("p", INT, 1L, 1));

    try (PushChannel channel = sink.open(settings(), soon())) {
      mariadb.stop();
      assertThatThrownBy(() -> channel.deliver(batch, soon()))
          .satisfies(MysqlPushIT::isUnreachable);
      assertThatThrownBy(() -> sink.open(settings(), soon())).satisfies(MysqlPushIT::isUnreachable);
    } finally {
      mariadb.start();
    }
    deliver(batch);

    assertThat(mariadb.ask("plant", "SELECT sequence FROM `default/mill`")).containsExactly("1");
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() {
    PushSettings wrong = new PushSettings("/m", data(), name -> "margaret");

    assertThatThrownBy(() -> sink.open(wrong, soon()))
        .satisfies(MysqlPushIT::isUnreachable)
        .hasMessageContaining("Access denied")
        .hasMessageNotContaining("margaret");
  }

  private static void isUnreachable(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            PushException.class,
            e -> assertThat(e.kind()).isEqualTo(PushException.Kind.UNREACHABLE));
  }

  private void deliver(List<PushRecord> batch) throws PushException {
    try (PushChannel channel = sink.open(settings(), soon())) {
      channel.deliver(batch, soon());
    }
  }

  private static PushSettings settings() {
    return new PushSettings("/m", data(), Map.of("mysql-password", Mariadb.PASSWORD)::get);
  }

  private static Map<String, Object> data() {
    return Map.of(
        "mysqlClientConfig",
        Map.of("addr", mariadb.address(), "database", "plant", "userName", "edge"));
  }

  private static Deadline soon() {
    return Deadline.in(Await.PATIENCE);
  }
}
