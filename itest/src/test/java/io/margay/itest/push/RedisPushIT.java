package io.margay.itest.push;

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
import io.margay.push.redis.internal.RedisSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The push method {@code redis} and Debian's Redis. */
class RedisPushIT {
  private static Redis redis;

  private final RedisSink sink = new RedisSink();

  @BeforeAll
  static void startRedis() {
    redis = new Redis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.ask("FLUSHALL");
  }

  @Test
  void samplesAreInTheSetOfTheirDeviceByTimeAndTwiceSentIsOnceThere() throws PushException {
    PushSettings settings = settings(Map.of());
    Records press = new Records(settings, "default", "press");
    Records other = new Records(settings, "hall 2", "press");
    List<PushRecord> batch =
        List.of(
            press.good("speed", DOUBLE, 12.5, 1),
            other.good("speed", DOUBLE, 1.0, 1),
            press.bad("speed", DOUBLE, "no answer", 2));

    try (PushChannel channel = sink.open(settings, soon())) {
      channel.deliver(batch, soon());
      channel.deliver(batch, soon());
    }

    assertThat(redis.ask("ZRANGE", "default/press", "0", "-1", "WITHSCORES"))
        .containsExactly(
            "{\"namespace\":\"default\",\"device\":\"press\",\"property\":\"speed\",\"type\":\"double\","
                + "\"value\":12.5,\"unit\":\"rpm\",\"quality\":\"good\","
                + "\"time\":\"2026-11-27T06:00:01.123Z\",\"sequence\":1}",
            "1795759201123",
            "{\"namespace\":\"default\",\"device\":\"press\",\"property\":\"speed\",\"type\":\"double\","
                + "\"value\":null,\"unit\":\"rpm\",\"quality\":\"bad\",\"reason\":\"no answer\","
                + "\"time\":\"2026-11-27T06:00:02.123Z\",\"sequence\":2}",
            "1795759202123");
    assertThat(redis.ask("ZCARD", "hall 2/press")).containsExactly("1");
  }

  @Test
  void kubeEdgesReadersFindTheirKeyAndText() throws PushException {
    PushSettings settings = settings(Map.of("legacyKey", true, "format", "legacy"));

    try (PushChannel channel = sink.open(settings, soon())) {
      channel.deliver(
          List.of(new Records(settings, "default", "press").good("speed", INT, 7L, 0)), soon());
    }

    assertThat(redis.ask("ZRANGE", "press", "0", "-1"))
        .containsExactly("TimeStamp: 1795759200123 PropertyName: speed data: 7");
  }

  @Test
  void aSetKeepsTheNewestIfItMayNotGrow() throws PushException {
    PushSettings settings = settings(Map.of("maxEntries", 3, "format", "legacy"));
    Records press = new Records(settings, "default", "press");

    try (PushChannel channel = sink.open(settings, soon())) {
      channel.deliver(
          LongStream.range(0, 500).mapToObj(i -> press.good("p", INT, i, i)).toList(), soon());
    }

    assertThat(redis.ask("ZRANGE", "default/press", "0", "-1"))
        .hasSize(3)
        .last()
        .asString()
        .endsWith("data: 499");
  }

  @Test
  void wordsThatLookLikeCommandsAreWords() throws PushException {
    PushSettings settings = settings(Map.of("format", "legacy"));
    String evil = "x\r\nFLUSHALL\r\n";
    redis.ask("SET", "witness", "here");

    try (PushChannel channel = sink.open(settings, soon())) {
      channel.deliver(
          List.of(new Records(settings, evil, evil).good("p", STRING, evil, 1)), soon());
    }

    assertThat(redis.ask("GET", "witness")).containsExactly("here");
    assertThat(redis.ask("DBSIZE")).containsExactly("2");
  }

  @Test
  void aKeyOfAnotherKindIsARejectionAndDoesNotKeepOthersOut() throws PushException {
    PushSettings settings = settings(Map.of());
    redis.ask("SET", "default/press", "a text");

    try (PushChannel channel = sink.open(settings, soon())) {
      assertThatThrownBy(
              () ->
                  channel.deliver(
                      List.of(
                          new Records(settings, "default", "press").good("p", INT, 1L, 1),
                          new Records(settings, "default", "drill").good("p", INT, 1L, 1)),
                      soon()))
          .isInstanceOfSatisfying(
              PushException.class, e -> assertThat(e.kind()).isEqualTo(PushException.Kind.REJECTED))
          .hasMessageContaining("WRONGTYPE");
    }
    assertThat(redis.ask("ZCARD", "default/drill")).containsExactly("1");
  }

  @Test
  void aServerThatIsFullOrGoneIsUnreachableAndTakesTheBatchLater() throws PushException {
    PushSettings settings = settings(Map.of());
    List<PushRecord> batch =
        List.of(new Records(settings, "default", "press").good("p", INT, 1L, 1));

    try (PushChannel channel = sink.open(settings, soon())) {
      redis.ask("CONFIG", "SET", "maxmemory", "1");
      assertThatThrownBy(() -> channel.deliver(batch, soon()))
          .satisfies(RedisPushIT::isUnreachable)
          .hasMessageContaining("OOM");
      redis.ask("CONFIG", "SET", "maxmemory", "0");
      channel.deliver(batch, soon());

      redis.stop();
      assertThatThrownBy(() -> channel.deliver(batch, soon()))
          .satisfies(RedisPushIT::isUnreachable);
      assertThatThrownBy(() -> sink.open(settings, soon())).satisfies(RedisPushIT::isUnreachable);
    } finally {
      redis.start();
    }
    try (PushChannel channel = sink.open(settings, soon())) {
      channel.deliver(batch, soon());
    }
    assertThat(redis.ask("ZCARD", "default/press")).containsExactly("1");
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() {
    PushSettings settings = new PushSettings("/m", data(Map.of()), name -> "margaret");

    assertThatThrownBy(() -> sink.open(settings, soon()))
        .satisfies(RedisPushIT::isUnreachable)
        .hasMessageContaining("WRONGPASS")
        .hasMessageNotContaining("margaret");
  }

  private static void isUnreachable(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            PushException.class,
            e -> assertThat(e.kind()).isEqualTo(PushException.Kind.UNREACHABLE));
  }

  private static PushSettings settings(Map<String, Object> more) {
    return new PushSettings("/m", data(more), Map.of("redis", Redis.PASSWORD)::get);
  }

  private static Map<String, Object> data(Map<String, Object> more) {
    Map<String, Object> data = new HashMap<>(more);
    data.put(
        "redisClientConfig", Map.of("addr", redis.address(), "db", 0, "passwordSecret", "redis"));
    return data;
  }

  private static Deadline soon() {
    return Deadline.in(Await.PATIENCE);
  }
}
