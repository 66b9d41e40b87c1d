package io.margay.bus.internal.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Admission;
import io.margay.bus.internal.access.Credentials;
import io.margay.bus.internal.access.Gatehouse;
import io.margay.bus.internal.access.OpenDoor;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.listener.Entrance;
import io.margay.bus.internal.listener.InboundRate;
import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.listener.WebSocketEntrance;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands before MQTT: WebSockets, the rate, and a gatekeeper that takes its time. */
@Timeout(60)
class ListenersTest {
  private static final byte[] CONNECT = hex("100d00044d5154540402000a000163");
  private static final byte[] CONNACK = hex("20020000");
  private static final byte[] PING = hex("c000");

  private final TopicSpace space = new TopicSpace(new RetainedLimits(100, 65_536));
  private final HttpClient http = HttpClient.newHttpClient();
  private MqttBroker broker = open(webSocket(), InboundRate.UNLIMITED, new OpenDoor());

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void aClientTalksThroughAWebSocket() throws Exception {
    MqttClient client =
        new MqttClient("ws://127.0.0.1:" + port() + "/mqtt", "c", new MemoryPersistence());
    client.connect();
    BlockingQueue<String> received = BrokerFixture.collect(client, "a", 1);

    client.publish("a", "x".repeat(50_000).getBytes(UTF_8), 1, false);

    assertThat(received.poll(10, TimeUnit.SECONDS)).hasSize(50_000 + 4);
    client.disconnect();
    client.close();
  }

  @Test
  void framesMayCutPacketsAnywhere() throws Exception {
    Frames frames = new Frames();
    WebSocket socket = connect(frames, "mqtt");

    for (byte one : CONNECT) {
      socket.sendBinary(ByteBuffer.wrap(new byte[] {one}), false).join();
    }
    socket.sendBinary(ByteBuffer.allocate(0), true).join();
    assertThat(frames.next(4)).isEqualTo(CONNACK);
    socket.sendBinary(ByteBuffer.wrap(hex("c000c000c0")), true).join();
    socket.sendBinary(ByteBuffer.wrap(hex("00")), true).join();

    assertThat(frames.next(6)).isEqualTo(hex("d000d000d000"));
    socket.sendPing(ByteBuffer.wrap(new byte[] {7})).join();
    assertThat(frames.pongs.poll(10, TimeUnit.SECONDS)).isEqualTo((byte) 7);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(frames.closed.get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
  }

  @Test
  void aFrameOfTextEndsTheConnection() throws Exception {
    Frames frames = new Frames();
    WebSocket socket = connect(frames, "mqtt");

    socket.sendText("hello", true).join();

    assertThat(frames.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1003);
  }

  @Test
  void aFrameThatIsTooLargeEndsTheConnection() throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(upgrade("GET /mqtt", "mqtt", "X: y").getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        answer.append((char) in.read());
      }

      socket.getOutputStream().write(hex("82ff0000000000030d4000000000"));

      assertThat(in.read()).isEqualTo(0x88);
      in.readNBytes(1);
      assertThat(in.readNBytes(2)).isEqualTo(hex("03f1"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /mqtt | mqtt | Origin: http://evil.example | 403",
        "GET /mqtt | mqtt | Origin: null | 403",
        "GET /mqtt | mqtt | Origin: http://127.0.0.1:8080 | 101",
        "GET /mqtt | mqtt | Origin: https://hmi.example | 101",
        "GET /mqtt?x=1 | mqttv3.1, mqtt | X: y | 101",
        "GET /mqtt | chat | X: y | 400",
        "GET /other | mqtt | X: y | 404",
        "POST /mqtt | mqtt | X: y | 426"
      })
  void onlyWhatMayComeBecomesAWebSocket(String request, String protocol, String header, int status)
      throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(upgrade(request, protocol, header).getBytes(UTF_8));

      byte[] answer = socket.getInputStream().readNBytes(12);

      assertThat(new String(answer, UTF_8)).isEqualTo("HTTP/1.1 " + status);
    }
  }

  @Test
  void headersOfAnySizeAreNotRead() throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write("GET /mqtt HTTP/1.1\r\n".getBytes(UTF_8));
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(("X" + i + ": " + "x".repeat(500) + "\r\n").getBytes(UTF_8));
      }
      socket.getOutputStream().write("\r\n".getBytes(UTF_8));

      byte[] answer = socket.getInputStream().readNBytes(12);

      assertThat(new String(answer, UTF_8)).isEqualTo("HTTP/1.1 400");
    }
  }

  @Test
  void whoNeverFinishesItsRequestIsClosed() throws IOException {
    broker.close();
    broker = open(webSocket(), InboundRate.UNLIMITED, new OpenDoor(), Duration.ofSeconds(1));
    try (Socket socket = socket()) {
      socket.getOutputStream().write("GET /mqtt HTTP/1.1\r\nX: ".getBytes(UTF_8));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatSendsTooMuchIsReadMoreSlowlyAndLosesNothing() throws Exception {
    restart(Entrance.PLAIN, new InboundRate(100, 0), new OpenDoor());
    BlockingQueue<Message> received = subscribe("a");
    long start = System.nanoTime();

    try (Socket socket = socket()) {
      socket.getOutputStream().write(CONNECT);
      for (int i = 0; i < 250; i++) {
        socket.getOutputStream().write(hex("3004000161%02x".formatted(i)));
      }
      for (int i = 0; i < 250; i++) {
        Message message = received.poll(10, TimeUnit.SECONDS);
        assertThat(message.payload().asByteBuffer().get() & 0xff).isEqualTo(i);
      }
      socket.getOutputStream().write(PING);
      assertThat(socket.getInputStream().readNBytes(6)).isEqualTo(hex("20020000d000"));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_400));
  }

  @Test
  void bytesAreCountedToo() throws Exception {
    restart(Entrance.PLAIN, new InboundRate(0, 50_000), new OpenDoor());
    BlockingQueue<Message> received = subscribe("a");
    long start = System.nanoTime();

    try (Socket socket = socket()) {
      socket.getOutputStream().write(CONNECT);
      byte[] packet = ByteBuffer.allocate(10_003).put(hex("30904e000161")).array();
      for (int i = 0; i < 12; i++) {
        socket.getOutputStream().write(packet);
      }
      for (int i = 0; i < 12; i++) {
        assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
      socket.getOutputStream().write(PING);
      assertThat(socket.getInputStream().readNBytes(6)).isEqualTo(hex("20020000d000"));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_300));
  }

  @Test
  void whatIsSentBeforeTheAnswerToConnectWaitsForIt() throws Exception {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    BlockingQueue<Credentials> asked = new LinkedBlockingQueue<>();
    restart(
        Entrance.PLAIN,
        InboundRate.UNLIMITED,
        visitor ->
            credentials -> {
              asked.add(credentials);
              return answer;
            });
    try (Socket socket = socket()) {
      socket.getOutputStream().write(CONNECT);
      socket.getOutputStream().write(PING);
      socket.getOutputStream().write(PING);
      assertThat(asked.poll(10, TimeUnit.SECONDS)).hasToString("client c");
      socket.getOutputStream().write(PING);

      answer.complete(new Admission.Granted("", Permissions.ALL));

      assertThat(socket.getInputStream().readNBytes(10)).isEqualTo(hex("20020000d000d000d000"));
    }
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerToConnectIsForgotten() throws Exception {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    BlockingQueue<Credentials> asked = new LinkedBlockingQueue<>();
    restart(
        Entrance.PLAIN,
        InboundRate.UNLIMITED,
        visitor ->
            credentials -> {
              asked.add(credentials);
              return asked.size() == 1 ? answer : new OpenDoor().admit(credentials);
            });
    try (Socket socket = socket()) {
      socket.getOutputStream().write(CONNECT);
      assertThat(asked.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    answer.complete(new Admission.Granted("", Permissions.ALL));

    try (Socket socket = socket()) {
      asked.add(new Credentials("c", null, null, null));
      socket.getOutputStream().write(CONNECT);
      assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(CONNACK);
      assertThat(broker.clients()).hasSize(1);
    }
  }

  @Test
  void aFaultOfTheGatekeeperKeepsTheDoorShut() throws Exception {
    restart(
        Entrance.PLAIN,
        InboundRate.UNLIMITED,
        visitor -> credentials -> CompletableFuture.failedFuture(new IllegalStateException("x")));
    try (Socket socket = socket()) {
      socket.getOutputStream().write(CONNECT);

      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(hex("20020003"));
    }
  }

  private static Entrance webSocket() {
    return new WebSocketEntrance("/mqtt", List.of("https://hmi.example"), 131_072);
  }

  private MqttBroker open(Entrance entrance, InboundRate rate, Gatehouse gatehouse) {
    return open(entrance, rate, gatehouse, Duration.ofSeconds(30));
  }

  private MqttBroker open(
      Entrance entrance, InboundRate rate, Gatehouse gatehouse, Duration connectTimeout) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    MqttBroker made =
        new MqttBroker(
            List.of(new ListenerSettings("test", any, entrance, 0, rate)),
            Duration.ofMillis(50),
            new BrokerLimits(100, 65_536, connectTimeout, 50, 8, 100, 1_048_576, 10),
            space,
            gatehouse);
    made.start();
    return made;
  }

  private void restart(Entrance entrance, InboundRate rate, Gatehouse gatehouse) {
    broker.close();
    broker = open(entrance, rate, gatehouse);
  }

  private int port() {
    return broker.address().orElseThrow().getPort();
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private BlockingQueue<Message> subscribe(String filter) {
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    space.subscribe(
        new TopicFilter(filter),
        SubscriptionOptions.of(QoS.AT_MOST_ONCE),
        (message, how) -> received.add(message));
    return received;
  }

  private WebSocket connect(Frames frames, String protocol) {
    return http.newWebSocketBuilder()
        .subprotocols(protocol)
        .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/mqtt"), frames)
        .join();
  }

  private String upgrade(String request, String protocol, String header) {
    return request
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + port()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: "
        + protocol
        + "\r\n"
        + header
        + "\r\n\r\n";
  }

  /** What comes back, as a stream of bytes. */
  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<Byte> bytes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Byte> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    byte[] next(int count) throws InterruptedException {
      byte[] next = new byte[count];
      for (int i = 0; i < count; i++) {
        Byte one = bytes.poll(10, TimeUnit.SECONDS);
        assertThat(one).as("byte " + i).isNotNull();
        next[i] = one;
      }
      return next;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      while (data.hasRemaining()) {
        bytes.add(data.get());
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
      pongs.add(data.get());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.completeExceptionally(failure);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
