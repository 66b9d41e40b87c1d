package io.margay.itest.push;

import static io.margay.dmi.PropertyType.BOOLEAN;
import static io.margay.dmi.PropertyType.DOUBLE;
import static io.margay.dmi.PropertyType.INT;
import static io.margay.dmi.PropertyType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.margay.dmi.driver.Deadline;
import io.margay.itest.support.Await;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.influxdb2.internal.InfluxSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The push method {@code influxdb2}, and a stand-in that reads points as strictly as can be. */
class InfluxPushIT {
  private static final String TOKEN = "kodkod";

  private final List<LineProtocol.Point> points = new CopyOnWriteArrayList<>();
  private final Map<String, Class<?>> fieldTypes = new ConcurrentHashMap<>();
  private final InfluxSink sink = new InfluxSink();
  private final StandInServer influx = new StandInServer(this::write);
  private volatile int refusal;
  private volatile boolean packed;

  @AfterEach
  void stop() {
    influx.close();
  }

  @Test
  void eachSampleIsAPointWithItsTypeItsTimeAndItsNumber() throws PushException {
    Records press = new Records(settings(TOKEN), "default", "press");

    deliver(
        List.of(
            press.good("speed", DOUBLE, 12.5, 1),
            press.good("count", INT, -7L, 2),
            press.good("on", BOOLEAN, false, 3),
            press.good("name", STRING, "a \"b\",\nc=d \\", 4),
            press.bad("speed", DOUBLE, "no answer", 5)));

    assertThat(points)
        .extracting(LineProtocol.Point::fields)
        .containsExactly(
            Map.of("speed", 12.5, "quality", "good", "sequence", 1L),
            Map.of("count", -7L, "quality", "good", "sequence", 2L),
            Map.of("on", false, "quality", "good", "sequence", 3L),
            Map.of("name", "a \"b\",\nc=d \\", "quality", "good", "sequence", 4L),
            Map.of("quality", "bad", "reason", "no answer", "sequence", 5L));
    assertThat(points.get(0).measurement()).isEqualTo("press");
    assertThat(points.get(0).tags())
        .isEqualTo(Map.of("namespace", "default", "device", "press", "property", "speed"));
    assertThat(points.get(0).nanos()).isEqualTo(1_795_759_201_123_000_000L);
  }

  @Test
  void namesFullOfSeparatorsComeThroughAndALargeBatchIsPacked() throws PushException {
    Records odd = new Records(settings(TOKEN), "a,b", "#press 1=\\");

    deliver(LongStream.range(0, 100).mapToObj(i -> odd.good("p=1, q", INT, i, i)).toList());

    assertThat(packed).isTrue();
    assertThat(points).hasSize(100);
    assertThat(points.get(99).measurement()).isEqualTo("_press 1=_");
    assertThat(points.get(99).tags())
        .isEqualTo(Map.of("namespace", "a,b", "device", "#press 1=_", "property", "p=1, q"));
    assertThat(points.get(99).fields()).containsEntry("p=1, q", 99L);
  }

  @Test
  void aPointThatTheServerRefusesIsARejectionWithItsWords() throws PushException {
    Records press = new Records(settings(TOKEN), "default", "press");
    deliver(List.of(press.good("speed", DOUBLE, 12.5, 1)));

    assertThatThrownBy(() -> deliver(List.of(press.good("speed", INT, 12L, 2))))
        .satisfies(thrown -> isOfKind(thrown, PushException.Kind.REJECTED))
        .hasMessageContaining("field type conflict");
  }

  @Test
  void aServerThatIsBusyBrokenOrClosedToUsIsUnreachable() throws PushException {
    List<PushRecord> batch =
        List.of(new Records(settings(TOKEN), "default", "press").good("p", INT, 1L, 1));
    for (int status : List.of(429, 500, 503, 404)) {
      refusal = status;
      assertThatThrownBy(() -> deliver(batch))
          .satisfies(thrown -> isOfKind(thrown, PushException.Kind.UNREACHABLE))
          .hasMessageContaining(Integer.toString(status));
    }
    refusal = 0;

    deliver(batch);

    assertThat(points).hasSize(1);
  }

  @Test
  void aWrongTokenIsToldAndNotShown() {
    List<PushRecord> batch =
        List.of(new Records(settings("margaret"), "default", "press").good("p", INT, 1L, 1));

    assertThatThrownBy(() -> deliver(batch))
        .satisfies(thrown -> isOfKind(thrown, PushException.Kind.UNREACHABLE))
        .hasMessageContaining("answers 401")
        .hasMessageNotContaining("margaret");
  }

  private StandInServer.Answer write(HttpExchange request, String body) {
    if (refusal != 0) {
      return new StandInServer.Answer(refusal, "{\"message\":\"not now\"}");
    }
    if (!"Token kodkod".equals(request.getRequestHeaders().getFirst("Authorization"))) {
      return new StandInServer.Answer(401, "{\"code\":\"unauthorized\"}");
    }
    assertThat(request.getRequestMethod()).isEqualTo("POST");
    assertThat(request.getRequestURI())
        .hasToString("/api/v2/write?org=my+plant&bucket=press%26co&precision=ns");
    assertThat(request.getRequestHeaders().getFirst("Content-Type"))
        .isEqualTo("text/plain; charset=utf-8");
    packed |= request.getRequestHeaders().containsKey("Content-Encoding");
    try {
      List<LineProtocol.Point> read = LineProtocol.read(body);
      read.forEach(this::checkTypes);
      points.addAll(read);
      return new StandInServer.Answer(204, "");
    } catch (IllegalArgumentException e) {
      return new StandInServer.Answer(
          400, "{\"code\":\"invalid\",\"message\":\"" + e.getMessage() + "\"}");
    }
  }

  private void checkTypes(LineProtocol.Point point) {
    point
        .fields()
        .forEach(
            (field, value) -> {
              Class<?> before =
                  fieldTypes.putIfAbsent(point.measurement() + " " + field, value.getClass());
              if (before != null && before != value.getClass()) {
                throw new IllegalArgumentException("field type conflict: " + field);
              }
            });
  }

  private void deliver(List<PushRecord> batch) throws PushException {
    PushSettings settings = batch.get(0).settings();
    assertThat(sink.validate(settings)).isEmpty();
    try (PushChannel channel = sink.open(settings, soon())) {
      channel.deliver(batch, soon());
    }
  }

  private static void isOfKind(Throwable thrown, PushException.Kind kind) {
    assertThat(thrown)
        .isInstanceOfSatisfying(PushException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private PushSettings settings(String token) {
    return new PushSettings(
        "/m",
        Map.of(
            "influxdb2ClientConfig",
            Map.of("url", "http://" + influx.address(), "org", "my plant", "bucket", "press&co")),
        Map.of("influxdb2-token", token)::get);
  }

  private static Deadline soon() {
    return Deadline.in(Await.PATIENCE);
  }
}
