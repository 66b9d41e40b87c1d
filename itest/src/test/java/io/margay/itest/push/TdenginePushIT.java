package io.margay.itest.push;

import static io.margay.dmi.PropertyType.BOOLEAN;
import static io.margay.dmi.PropertyType.DOUBLE;
import static io.margay.dmi.PropertyType.INT;
import static io.margay.dmi.PropertyType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.margay.dmi.driver.Deadline;
import io.margay.itest.support.Await;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.tdengine.internal.TdengineSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The push method {@code TDEngine}, and a stand-in for taosAdapter that reads every word. */
class TdenginePushIT {
  private static final String PASSWORD = "margay cat";

  private final TaosSql sql = new TaosSql();
  private final TdengineSink sink = new TdengineSink();
  private final StandInServer adapter = new StandInServer(this::answer);
  private volatile int refusal;

  @AfterEach
  void stop() {
    adapter.close();
  }

  @Test
  void eachPropertyHasASubTableWithTagsAndTwiceSentIsOnceThere() throws PushException {
    Records press = new Records(settings(PASSWORD), "default", "press-1");
    List<PushRecord> batch =
        List.of(
            press.good("speed", DOUBLE, 12.5, 1),
            press.good("on", BOOLEAN, true, 1),
            press.bad("speed", DOUBLE, "it's away", 2));

    deliver(batch);
    deliver(batch);

    assertThat(sql.rows("default", "press-1", "speed", "double"))
        .isEqualTo(
            Map.of(
                "2026-11-27T06:00:01.123Z",
                Arrays.asList("12.5", "12.5", "rpm", "good", null, "1.0"),
                "2026-11-27T06:00:02.123Z",
                Arrays.asList(null, null, "rpm", "bad", "it's away", "2.0")));
    assertThat(sql.rows("default", "press-1", "on", "boolean"))
        .containsEntry(
            "2026-11-27T06:00:01.123Z", Arrays.asList("true", "1.0", "rpm", "good", null, "1.0"));
  }

  @Test
  void maliciousNamesAndValuesAreTagsAndValues() throws PushException {
    String evil = "x` USING y TAGS ('z'); DROP DATABASE plant; -- \\";
    Records device = new Records(settings(PASSWORD), evil, evil);

    deliver(List.of(device.good(evil, STRING, "'); DROP DATABASE plant; --\n\\'", 1)));

    assertThat(sql.rows(evil, evil, evil, "string").values())
        .singleElement()
        .satisfies(row -> assertThat(row.get(0)).isEqualTo("'); DROP DATABASE plant; --\n\\'"));
  }

  @Test
  void aSuperTableThatSomebodyDroppedIsMadeAgainByTheNextChannel() throws PushException {
    List<PushRecord> batch =
        List.of(new Records(settings(PASSWORD), "default", "saw").good("p", INT, 1L, 1));
    try (PushChannel channel = sink.open(settings(PASSWORD), soon())) {
      sql.drop();
      assertThatThrownBy(() -> channel.deliver(batch, soon()))
          .satisfies(thrown -> isOfKind(thrown, PushException.Kind.UNREACHABLE))
          .hasMessageContaining("Table does not exist");
    }

    deliver(batch);

    assertThat(sql.rows("default", "saw", "p", "int")).hasSize(1);
  }

  @Test
  void whatTheServerDoesNotUnderstandIsARejectionWithItsWords() throws PushException {
    List<PushRecord> batch =
        List.of(new Records(settings(PASSWORD), "default", "saw").good("p", INT, 1L, 1));
    try (PushChannel channel = sink.open(settings(PASSWORD), soon())) {
      refusal = TaosSql.SYNTAX_ERROR;
      assertThatThrownBy(() -> channel.deliver(batch, soon()))
          .satisfies(thrown -> isOfKind(thrown, PushException.Kind.REJECTED))
          .hasMessageContaining("0x2600: not today");
    }
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() {
    assertThatThrownBy(() -> sink.open(settings("margaret"), soon()))
        .satisfies(thrown -> isOfKind(thrown, PushException.Kind.UNREACHABLE))
        .hasMessageContaining("HTTP status 401")
        .hasMessageNotContaining("margaret");
  }

  private StandInServer.Answer answer(HttpExchange request, String statement) {
    String login =
        Base64.getEncoder().encodeToString(("edge:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    if (!("Basic " + login).equals(request.getRequestHeaders().getFirst("Authorization"))) {
      return said(401, 0x0357, "Authentication failure");
    }
    assertThat(request.getRequestMethod()).isEqualTo("POST");
    assertThat(request.getRequestURI()).hasToString("/rest/sql/plant");
    if (refusal != 0) {
      return said(200, refusal, "not today");
    }
    try {
      sql.run(statement);
      return new StandInServer.Answer(
          200,
          "{\"code\":0,\"column_meta\":[[\"affected_rows\",\"INT\",4]],\"data\":[[1]],\"rows\":1}");
    } catch (TaosSql.Refusal e) {
      return said(200, e.code, e.getMessage());
    }
  }

  private static StandInServer.Answer said(int status, int code, String description) {
    return new StandInServer.Answer(
        status,
        new ObjectMapper().valueToTree(Map.of("code", code, "desc", description)).toString());
  }

  private void deliver(List<PushRecord> batch) throws PushException {
    try (PushChannel channel = sink.open(batch.get(0).settings(), soon())) {
      channel.deliver(batch, soon());
    }
  }

  private static void isOfKind(Throwable thrown, PushException.Kind kind) {
    assertThat(thrown)
        .isInstanceOfSatisfying(PushException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private PushSettings settings(String password) {
    return new PushSettings(
        "/m",
        Map.of(
            "TDEngineClientConfig",
            Map.of("addr", adapter.address(), "dbName", "plant", "userName", "edge")),
        Map.of("tdengine-password", password)::get);
  }

  private static Deadline soon() {
    return Deadline.in(Await.PATIENCE);
  }
}
