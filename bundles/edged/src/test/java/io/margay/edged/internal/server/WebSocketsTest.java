package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.StreamOptions;
import io.margay.edged.internal.talk.Mirror;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubernetes' remote command protocol, with the JDK's WebSocket in kubectl's place. */
@Timeout(60)
class WebSocketsTest {
  private static final String EXEC = "/exec/plant/press/a?command=sh&input=1&output=1&error=1";
  private static final String V4 = "v4.channel.k8s.io";
  private static final String V5 = "v5.channel.k8s.io";

  @TempDir Path folder;
  private final BlockingQueue<Object> asked = new LinkedBlockingQueue<>();
  private final Frames frames = new Frames();
  private Mirror program = Mirror.endingWith(0);
  private NodeServer server;

  @BeforeEach
  void serve() throws Exception {
    server = TestServer.open(folder, TestServer.TOKEN, this::engine);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {V4, V5})
  void aProgramIsSpokenWith(String protocol) throws Exception {
    WebSocket socket = open(EXEC, protocol);
    assertThat(socket.getSubprotocol()).isEqualTo(protocol);
    assertThat(frames.next()).as("it is there").isEqualTo("1:");

    send(socket, 0, "caracal");

    assertThat(frames.next()).isEqualTo("1:caracal");
    assertThat(asked.take())
        .isEqualTo(List.of("c1", List.of("sh"), new StreamOptions(true, true, true, false)));
    socket.abort();
  }

  @Test
  void theEndOfItsInputAndTheStatusOfItsEndAreTold() throws Exception {
    program = Mirror.endingWith(7);
    WebSocket socket = open(EXEC, V5);
    send(socket, 0, "last");
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();

    assertThat(frames.next()).isEqualTo("1:");
    assertThat(frames.next()).isEqualTo("1:last");
    assertThat(frames.next())
        .startsWith("3:{")
        .contains("\"status\":\"Failure\"")
        .contains("\"reason\":\"NonZeroExitCode\"")
        .contains("\"reason\":\"ExitCode\"")
        .contains("\"message\":\"7\"");
    assertThat(frames.next()).isEqualTo("closed 1000");
  }

  @Test
  void aProgramThatEndsWellSucceeds() throws Exception {
    program.stdin().close();
    WebSocket socket = open(EXEC, V4);

    assertThat(frames.next()).isEqualTo("1:");
    assertThat(frames.next()).startsWith("3:").contains("\"status\":\"Success\"");
    assertThat(frames.next()).isEqualTo("closed 1000");
    socket.abort();
  }

  @Test
  void aProgramThatCannotBeRunIsToldByTheStatus() throws Exception {
    program = new Mirror(CompletableFuture.failedFuture(new EngineException.Failed("no sh")));
    program.stdin().close();
    open(EXEC, V4);

    assertThat(frames.next()).isEqualTo("1:");
    assertThat(frames.next()).contains("\"message\":\"no sh\"").contains("InternalError");
  }

  @Test
  void aTerminalHasItsSize() throws Exception {
    WebSocket socket = open("/attach/plant/press/u1/a?input=1&output=1&error=1&tty=1", V4);
    send(socket, 4, "{\"Width\":101,\"Height\":37}");
    send(socket, 4, "no size");
    send(socket, 0, "sized");

    assertThat(frames.next()).isEqualTo("1:");
    assertThat(frames.next()).isEqualTo("1:sized");
    assertThat(program.size()).isEqualTo("101x37");
    assertThat(asked.take()).isEqualTo(List.of("c1", new StreamOptions(true, true, false, true)));
    socket.abort();
  }

  @Test
  void aCallerWhoLeavesEndsTheStreams() throws Exception {
    WebSocket socket = open(EXEC, V4);
    assertThat(frames.next()).isEqualTo("1:");

    socket.abort();

    assertThat(program.stdout().read()).as("closed with the caller").isEqualTo(-1);
  }

  @Test
  void aLongInputArrivesWhole() throws Exception {
    WebSocket socket = open(EXEC, V5);
    byte[] piece = new byte[60_001];
    for (int i = 0; i < 50; i++) {
      socket.sendBinary(ByteBuffer.wrap(piece), true).join();
    }
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();

    int length = 0;
    for (String frame = frames.next(); frame.startsWith("1:"); frame = frames.next()) {
      length += frame.length() - 2;
    }
    assertThat(length).isEqualTo(50 * 60_000);
  }

  @Test
  void aPortIsReached() throws Exception {
    WebSocket socket = open("/portForward/plant/press?port=258", V4);
    assertThat(List.of(frames.next(), frames.next())).containsExactly("0:\2\1", "1:\2\1");
    assertThat(asked.take()).isEqualTo(List.of("s1", 258));

    send(socket, 0, "GET /");

    assertThat(frames.next()).isEqualTo("0:GET /");
    socket.abort();
  }

  @ParameterizedTest
  @CsvSource({
    "/exec/plant/press/a?command=sh&output=1,v1.channel.k8s.io,400",
    "/exec/plant/press/a?command=sh,v4.channel.k8s.io,400",
    "/exec/plant/press/a?output=1,v4.channel.k8s.io,400",
    "/exec/plant/press/b?command=sh&output=1,v4.channel.k8s.io,404",
    "/exec/plant/a?command=sh&output=1,v4.channel.k8s.io,404",
    "/portForward/plant/press,v4.channel.k8s.io,400",
    "/portForward/plant/press?port=65536,v4.channel.k8s.io,400",
    "/portForward/plant/other?port=80,v4.channel.k8s.io,404",
    "/healthz,v4.channel.k8s.io,200",
  })
  void whatIsWrongIsSaidBeforeThereIsASocket(String path, String protocol, int status) {
    assertThatThrownBy(() -> open(path, protocol))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {EXEC, "/attach/plant/press/a?output=1", "/portForward/plant/press?port=1"})
  void onlyTheTokenOpensASocket(String path) {
    assertThatThrownBy(() -> open(path, V4, "Bearer wrong"))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
    assertThat(asked).isEmpty();
  }

  private WebSocket open(String path, String protocol) throws Exception {
    return open(path, protocol, "Bearer " + TestServer.TOKEN);
  }

  private WebSocket open(String path, String protocol, String authorization) throws Exception {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", authorization)
        .subprotocols(protocol)
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), frames)
        .get(30, TimeUnit.SECONDS);
  }

  private static void send(WebSocket socket, int channel, String text) {
    byte[] content = text.getBytes(UTF_8);
    socket
        .sendBinary(
            ByteBuffer.allocate(content.length + 1).put((byte) channel).put(content).flip(), true)
        .join();
  }

  private ContainerEngine engine() {
    return TestServer.engine(
        (method, arguments) -> {
          asked.add(arguments);
          return method.equals("portForward") ? new MirrorPort(program) : program;
        });
  }

  private record MirrorPort(Mirror mirror) implements ByteStream {
    @Override
    public InputStream input() {
      return mirror.stdout();
    }

    @Override
    public OutputStream output() {
      return mirror.stdin();
    }

    @Override
    public void close() {
      mirror.close();
    }
  }

  /** What came: channel, colon, content. */
  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder begun = new StringBuilder();

    String next() throws InterruptedException {
      return received.take();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      if (begun.length() == 0) {
        begun.append(data.get()).append(':');
      }
      begun.append(UTF_8.decode(data));
      if (last) {
        received.add(begun.toString());
        begun.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      received.add("closed " + status);
      return CompletableFuture.completedFuture(null);
    }
  }
}
