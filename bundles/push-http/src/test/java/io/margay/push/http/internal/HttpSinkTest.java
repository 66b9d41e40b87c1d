package io.margay.push.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSinkTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00.5Z");

  private final HttpSink sink = new HttpSink();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          requests.add(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  exchange.getRequestHeaders().getOrDefault("Authorization", List.of("-")).get(0),
                  body));
          byte[] words = "so it is".getBytes(UTF_8);
          exchange.sendResponseHeaders(answers.isEmpty() ? 200 : answers.remove(0), words.length);
          exchange.getResponseBody().write(words);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private PushSettings settings(Map<String, Object> more) {
    Map<String, Object> data = new HashMap<>();
    data.put("hostName", "http://127.0.0.1");
    data.put("port", server.getAddress().getPort());
    data.put("requestPath", "/values");
    data.putAll(more);
    return new PushSettings("/spec/properties/0/pushMethod/http", data, name -> "secret-" + name);
  }

  private static PushRecord sample(PushSettings settings, String property, Object value) {
    return new PushRecord(
        settings,
        new NamespacedName("default", "press"),
        property,
        PropertyType.DOUBLE,
        new Sample(property, value, Quality.GOOD, null, NOON, 7),
        "°C");
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }

  private void deliver(PushSettings settings, List<PushRecord> batch) throws PushException {
    try (PushChannel channel = sink.open(settings, soon())) {
      channel.deliver(batch, soon());
    }
  }

  private PushException failure(PushSettings settings, List<PushRecord> batch) {
    return catchThrowableOfType(PushException.class, () -> deliver(settings, batch));
  }

  @Test
  void aBatchIsOneArrayOfTypedValues() throws PushException {
    PushSettings settings = settings(Map.of());

    deliver(settings, List.of(sample(settings, "t", 20.5), sample(settings, "u", 1e300)));

    assertThat(requests)
        .containsExactly(
            "POST /values application/json - "
                + "[{\"namespace\":\"default\",\"device\":\"press\",\"property\":\"t\","
                + "\"type\":\"double\",\"value\":20.5,\"unit\":\"°C\",\"quality\":\"good\","
                + "\"time\":\"2026-11-27T12:00:00.500Z\",\"sequence\":7},"
                + "{\"namespace\":\"default\",\"device\":\"press\",\"property\":\"u\","
                + "\"type\":\"double\",\"value\":1.0E300,\"unit\":\"°C\",\"quality\":\"good\","
                + "\"time\":\"2026-11-27T12:00:00.500Z\",\"sequence\":7}]");
  }

  @Test
  void theLegacyFormIsKubeEdgesButEscaped() throws PushException {
    PushSettings settings = settings(Map.of("format", "legacy"));

    deliver(settings, List.of(sample(settings, "a&b", 20.0), sample(settings, "u", 0.25)));

    assertThat(requests)
        .containsExactly(
            "POST /values application/x-www-form-urlencoded -"
                + " a%26b=20&time=2026-11-27+12%3A00%3A00",
            "POST /values application/x-www-form-urlencoded -"
                + " u=0.25&time=2026-11-27+12%3A00%3A00");
  }

  @Test
  void formsThatArrivedBeforeAFailureAreSaidToHaveArrived() {
    PushSettings settings = settings(Map.of("format", "legacy"));
    answers.addAll(List.of(200, 200, 503));
    PushRecord sent = sample(settings, "t", 1.0);

    PushException failure = failure(settings, List.of(sent, sent, sent, sent));

    assertThat(failure.delivered()).isEqualTo(2);
    assertThat(failure.kind()).isEqualTo(PushException.Kind.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED",
    "409, REJECTED",
    "413, REJECTED",
    "415, REJECTED",
    "422, REJECTED",
    "401, UNREACHABLE",
    "403, UNREACHABLE",
    "404, UNREACHABLE",
    "405, UNREACHABLE",
    "408, UNREACHABLE",
    "429, UNREACHABLE",
    "500, UNREACHABLE",
    "503, UNREACHABLE",
    "302, UNREACHABLE"
  })
  void onlyAnAnswerAboutWhatWasPostedRejectsIt(int status, PushException.Kind kind) {
    PushSettings settings = settings(Map.of());
    answers.add(status);

    PushException failure = failure(settings, List.of(sample(settings, "t", 1.0)));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining("/values answers " + status);
    assertThat(requests).hasSize(1);
  }

  @Test
  void aServerThatIsAwayIsUnreachable() {
    PushSettings settings = settings(Map.of());
    server.stop(0);

    PushException failure = failure(settings, List.of(sample(settings, "t", 1.0)));

    assertThat(failure.kind()).isEqualTo(PushException.Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("Connection refused");
  }

  @Test
  void tokensAndPasswordsComeFromSecretFilesAndAreInNoText() throws PushException {
    PushSettings token = settings(Map.of("tokenSecret", "api"));
    PushSettings user = settings(Map.of("user", "edge", "passwordSecret", "pw"));

    deliver(token, List.of(sample(token, "t", 1.0)));
    deliver(user, List.of(sample(user, "t", 1.0)));

    assertThat(requests.get(0)).contains("Bearer secret-api");
    assertThat(requests.get(1)).contains("Basic ZWRnZTpzZWNyZXQtcHc=");
    assertThat(sink.target(token) + sink.target(user)).doesNotContain("secret-");
  }

  @Test
  void aTokenThatIsNoneIsNamedAndNotShown() {
    PushSettings settings =
        new PushSettings(
            "/x", Map.of("hostName", "http://127.0.0.1", "tokenSecret", "api"), name -> "ly\nnx");

    PushException failure = failure(settings, List.of(sample(settings, "t", 1.0)));

    assertThat(failure.kind()).isEqualTo(PushException.Kind.UNREACHABLE);
    assertThat(failure).hasMessageStartingWith("secret api is no token");
    assertThat(failure).hasMessageNotContainingAny("ly", "nx");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 80, /v, http://10.0.0.1:80/v",
    "http://10.0.0.1, 8080, v, http://10.0.0.1:8080/v",
    "https://example.com, , /v, https://example.com/v",
    "https://example.com/base/, , v, https://example.com/base/v",
    "[::1], 80, , http://[::1]:80/",
    "plant, 80, , http://plant:80/"
  })
  void theHostMayHaveASchemeAndThePortMayBeLeftOut(
      String host, Integer port, String path, String target) {
    Map<String, Object> data = new HashMap<>();
    data.put("HOSTNAME", host);
    data.put("port", port);
    data.put("requestPath", path);
    PushSettings settings = new PushSettings("/x", data, name -> "");

    assertThat(sink.validate(settings)).isEmpty();
    assertThat(sink.target(settings)).isEqualTo(target);
  }

  @Test
  void mistakesAreToldWithThePlaceWhereTheyStand() {
    PushSettings settings =
        new PushSettings(
            "/spec/properties/0/pushMethod/http",
            Map.of("hostName", "ftp://x", "port", 70_000, "format", "xml", "user", "edge"),
            name -> "");

    assertThat(sink.validate(settings))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/spec/properties/0/pushMethod/http/hostName",
            "/spec/properties/0/pushMethod/http/port",
            "/spec/properties/0/pushMethod/http/format",
            "/spec/properties/0/pushMethod/http/passwordSecret");
  }
}
