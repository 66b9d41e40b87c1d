package io.margay.edged.internal.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.internal.pod.Handler;
import io.margay.edged.internal.pod.Handler.HttpGet;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallsTest {
  private static final String HERE = "127.0.0.1";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Calls calls = new Calls(Optional::empty);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HERE), 0), 10);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "200,true",
    "204,true",
    "302,true",
    "399,true",
    "400,false",
    "404,false",
    "503,false"
  })
  void anAnswerFrom200To399SaysYes(int status, boolean success) {
    answer("/healthz", status, "");

    Outcome outcome = get("/healthz");

    assertThat(outcome.success()).isEqualTo(success);
    assertThat(outcome.message()).isEqualTo(success ? "" : "HTTP status " + status);
  }

  @Test
  void aRedirectOnTheSameHostIsFollowed() {
    answer("/old", 301, "/new?x=1");
    answer("/new", 500, "");

    assertThat(get("/old")).isEqualTo(Outcome.failure("HTTP status 500"));
  }

  @Test
  void aRedirectToAnotherHostIsAnAnswer() {
    answer("/old", 301, "http://192.0.2.1/");

    assertThat(get("/old").success()).isTrue();
  }

  @Test
  void redirectsInACircleEnd() {
    answer("/old", 301, "/old");

    assertThat(get("/old")).isEqualTo(Outcome.failure("more than 10 redirects"));
  }

  @Test
  void headersAreSentAndOwnOnesGoBefore() {
    AtomicReference<String> seen = new AtomicReference<>();
    server.createContext(
        "/",
        exchange -> {
          seen.set(
              exchange.getRequestHeaders().getFirst("User-Agent")
                  + exchange.getRequestHeaders().getFirst("X-Line"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });

    get("/", List.of(new HttpGet.Header("user-agent", "me"), new HttpGet.Header("X-Line", "7")));

    assertThat(seen.get()).isEqualTo("me7");
  }

  @Test
  void aLineBreakIsNotSent() {
    assertThat(get("/", List.of(new HttpGet.Header("X", "a\r\nY: b"))).message())
        .contains("a line break in the request");
  }

  @Test
  void whoDoesNotSpeakHttpIsNotWell() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(HERE))) {
      Thread speaker =
          new Thread(
              () -> {
                try (var socket = other.accept()) {
                  socket.getOutputStream().write("SSH-2.0-x\r\n\r\n".getBytes(ISO_8859_1));
                  socket.getInputStream().readAllBytes();
                } catch (IOException ended) {
                  // the caller went away
                }
              });
      speaker.start();

      assertThat(make(new HttpGet("", other.getLocalPort(), "/", false, List.of()), SOON).message())
          .endsWith("the answer is not HTTP/1.1");
      speaker.join();
    }
  }

  @Test
  void whoKeepsSilentIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName(HERE))) {
      int port = silent.getLocalPort();

      for (Handler handler :
          List.of(
              new HttpGet("", port, "/", false, List.of()),
              new HttpGet("", port, "/", true, List.of()),
              new Handler.Grpc(port, ""))) {
        assertThat(make(handler, Duration.ofMillis(50)).success()).as("%s", handler).isFalse();
      }
    }
  }

  @Test
  void aPortThatIsOpenIsWellAndOneThatIsClosedIsNot() throws IOException {
    int port = server.getAddress().getPort();
    assertThat(make(new Handler.TcpSocket("", port), SOON).success()).isTrue();

    server.stop(0);
    assertThat(make(new Handler.TcpSocket("", port), SOON).message())
        .isEqualTo("TCP 127.0.0.1:%d: Connection refused".formatted(port));
    assertThat(make(new HttpGet("", port, "/", false, List.of()), SOON).message())
        .isEqualTo("GET http://127.0.0.1:%d/: Connection refused".formatted(port));
  }

  @Test
  void withoutAnEngineNothingRuns() {
    assertThat(make(new Handler.Exec(List.of("true")), SOON))
        .isEqualTo(Outcome.notAsked("there is no container engine"));
  }

  @Test
  void anEngineThatDoesNotAnswerTellsNothingOfTheContainer() {
    ContainerEngine away =
        (ContainerEngine)
            Proxy.newProxyInstance(
                CallsTest.class.getClassLoader(),
                new Class<?>[] {ContainerEngine.class},
                (proxy, method, arguments) -> {
                  throw new EngineException.Unavailable("connection refused");
                });

    assertThat(
            new Calls(() -> Optional.of(away))
                .make(new Handler.Exec(List.of("true")), "c", HERE, SOON))
        .isEqualTo(Outcome.notAsked("connection refused"));
  }

  private void answer(String path, int status, String location) {
    server.createContext(
        path,
        exchange -> {
          if (!location.isEmpty()) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  private Outcome get(String path) {
    return get(path, List.of());
  }

  private Outcome get(String path, List<HttpGet.Header> headers) {
    return make(new HttpGet("", server.getAddress().getPort(), path, false, headers), SOON);
  }

  private Outcome make(Handler handler, Duration timeout) {
    return calls.make(handler, "c", HERE, timeout);
  }
}
