package io.margay.bus.internal.mqtt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.internal.mqtt.BrokerFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chapter 6: MQTT inside WebSockets, with the JDK's client. */
@Timeout(60)
class WebSocketTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest(BrokerFixture::webSocket);

  private final Frames frames = new Frames();

  private WebSocket open() {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols("mqtt")
        .buildAsync(URI.create("ws://127.0.0.1:" + broker.port() + "/mqtt"), frames)
        .join();
  }

  private static void send(WebSocket socket, byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  @BothVersions
  void mqtt_6_0_0_1_aTextFrameEndsTheConnection(Version version) throws Exception {
    WebSocket socket = open();
    send(socket, Connect.as(version, "a").packet().bytes());
    frames.expect(PacketType.CONNACK);

    socket.sendText("PINGREQ", true).join();

    frames.closed.get(10, TimeUnit.SECONDS);
  }

  @BothVersions
  void mqtt_6_0_0_2_packetsNeedNotFitTheFrames(Version version) throws Exception {
    WebSocket socket = open();
    byte[] stream =
        Bytes.bytes()
            .raw(Connect.as(version, "a").packet().bytes())
            .raw(Packet.empty(version, PacketType.PINGREQ).bytes())
            .raw(Packet.empty(version, PacketType.PINGREQ).bytes())
            .done();

    for (int at = 0; at < stream.length - 3; at++) {
      send(socket, Arrays.copyOfRange(stream, at, at + 1));
    }
    send(socket, Arrays.copyOfRange(stream, stream.length - 3, stream.length));

    frames.expect(PacketType.CONNACK);
    frames.expect(PacketType.PINGRESP);
    frames.expect(PacketType.PINGRESP);
  }

  @BothVersions
  void mqtt_6_0_0_4_theSubprotocolIsMqtt(Version version) {
    assertThat(open().getSubprotocol()).isEqualTo("mqtt");
  }

  /** What the broker sends, as the stream of bytes that it is. */
  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<Byte> bytes = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    /** Takes the next packet, which is short, and must be of this type. */
    void expect(PacketType type) throws InterruptedException {
      assertThat(PacketType.of(next())).isEqualTo(type);
      for (int left = next(); left > 0; left--) {
        next();
      }
    }

    private int next() throws InterruptedException {
      Byte one = bytes.poll(10, TimeUnit.SECONDS);
      assertThat(one).as("a byte from the broker").isNotNull();
      return one & 0xff;
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
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.complete(-1);
    }
  }
}
