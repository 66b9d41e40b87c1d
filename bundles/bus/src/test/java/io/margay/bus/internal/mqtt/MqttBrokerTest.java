package io.margay.bus.internal.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.internal.access.OpenDoor;
import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.TopicSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The broker as a whole: its port, its bounds, and hostile neighbours. */
@Timeout(120)
class MqttBrokerTest {
  private static final byte[] CONNECT = hex("100d00044d5154540402000a000163");
  private static final byte[] SUBSCRIBE_A = hex("8206000100016101");
  private static final int GARBAGE_PACKETS = 20_000;

  @Test
  void aPortThatIsTakenIsTriedAgainUntilItIsFree() throws Exception {
    TopicSpace space = new TopicSpace(new RetainedLimits(10, 100));
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        MqttBroker broker =
            new MqttBroker(
                List.of(ListenerSettings.plain((InetSocketAddress) other.getLocalSocketAddress())),
                Duration.ofMillis(20),
                BrokerFixture.LIMITS,
                space,
                new OpenDoor())) {
      broker.start();
      assertThat(broker.address()).isEmpty();
      space.publish(Message.of("a", Payload.of("works without a port")));

      other.close();

      await(() -> broker.address().isPresent());
      assertThat(broker.address().get().getPort()).isEqualTo(other.getLocalPort());
    }
  }

  @Test
  void stoppingLeavesNoThreadAndThePortFree() throws Exception {
    BrokerFixture fixture = new BrokerFixture();
    int port = fixture.port();
    try (Socket client = open(fixture)) {
      client.getOutputStream().write(CONNECT);
      assertThat(client.getInputStream().readNBytes(4)).isEqualTo(hex("20020000"));

      fixture.close();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(fixture.space.subscriptions()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("margay-bus"));
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void stoppingPublishesNoWills() throws Exception {
    BrokerFixture fixture = new BrokerFixture();
    try (Socket client = open(fixture)) {
      client.getOutputStream().write(hex("1013 0004 4d515454 04 26 000a 0001 63 0001 77 0001 78"));
      client.getInputStream().readNBytes(4);

      fixture.close();
    }

    assertThat(fixture.space.retainedMessages()).isZero();
  }

  @Test
  void aConnectionBeyondTheBoundIsClosedAndTheOthersStay() throws Exception {
    BrokerLimits two =
        new BrokerLimits(2, 65_536, Duration.ofSeconds(5), 50, 8, 100, 1_048_576, 10);
    try (BrokerFixture fixture = new BrokerFixture(two);
        Socket first = open(fixture);
        Socket second = open(fixture)) {
      await(() -> fixture.broker.connections() == 2);

      try (Socket third = open(fixture)) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }

      first.getOutputStream().write(CONNECT);
      assertThat(first.getInputStream().readNBytes(4)).isEqualTo(hex("20020000"));
      second.close();
      await(() -> fixture.broker.connections() == 1);
    }
  }

  @Test
  void garbageDisturbsNobodyElse() throws Exception {
    Random random = new Random(42);
    try (BrokerFixture fixture = new BrokerFixture()) {
      MqttClient good = fixture.connect("good", true);
      BlockingQueue<String> received = BrokerFixture.collect(good, "good/#", 1);

      for (int i = 0; i < GARBAGE_PACKETS; i += 4) {
        throwGarbage(fixture, random, 4);
        if (i % 1_000 == 0) {
          good.publish("good/" + i, "still here".getBytes(UTF_8), 1, false);
          assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("good/" + i + " still here 1");
        }
      }

      assertThat(good.isConnected()).isTrue();
      await(() -> fixture.broker.connections() == 1);
    }
  }

  /** Packets with a plausible beginning, some of them after a proper CONNECT. */
  private static void throwGarbage(BrokerFixture fixture, Random random, int packets)
      throws IOException {
    try (Socket bad = open(fixture)) {
      OutputStream out = bad.getOutputStream();
      if (random.nextBoolean()) {
        out.write(CONNECT);
      }
      for (int i = 0; i < packets; i++) {
        byte[] body = new byte[random.nextInt(40)];
        random.nextBytes(body);
        if (body.length > 1 && random.nextBoolean()) {
          body[0] = 0;
          body[1] = (byte) random.nextInt(8);
        }
        out.write(random.nextInt(256));
        out.write(random.nextInt(10) == 0 ? random.nextInt(256) : body.length);
        out.write(body);
      }
    } catch (IOException closedByTheBroker) {
      assertThat(closedByTheBroker).hasMessageMatching(".*(reset|pipe|abort|closed).*");
    }
  }

  @Test
  void aClientThatNeverReadsCostsABoundedAmountAndOthersGetAll() throws Exception {
    BrokerLimits limits =
        new BrokerLimits(10, 65_536, Duration.ofSeconds(5), 50, 8, 1_000, 300_000, 10);
    try (BrokerFixture fixture = new BrokerFixture(limits);
        Socket stuck = new Socket()) {
      stuck.setReceiveBufferSize(4_096);
      stuck.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.port()));
      stuck.getOutputStream().write(CONNECT);
      stuck.getOutputStream().write(SUBSCRIBE_A);
      await(() -> fixture.space.subscriptions() == 1);
      Payload large = Payload.of("x".repeat(10_000));

      for (int i = 0; i < 2_000; i++) {
        fixture.space.publish(new Message("a", large, QoS.AT_MOST_ONCE, false));
      }

      ClientRow row = fixture.broker.clients().get(0);
      assertThat(row.queued()).isLessThanOrEqualTo(30);
      assertThat(row.dropped()).isPositive();
      assertThat(fixture.broker.traffic().out()).isLessThan(2_000);
      MqttClient reader = fixture.connect("reader", true);
      BlockingQueue<String> received = BrokerFixture.collect(reader, "b", 0);
      for (int i = 0; i < 100; i++) {
        fixture.space.publish(Message.of("b", Payload.of("" + i)));
        assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("b " + i + " 0");
      }
    }
  }

  @Test
  void slowlyReadMessagesOfQos1ComeInOrderAndWithoutLoss() throws Exception {
    BrokerLimits limits =
        new BrokerLimits(10, 65_536, Duration.ofSeconds(5), 50, 1_000, 1_000, 50_000_000, 10);
    try (BrokerFixture fixture = new BrokerFixture(limits);
        Socket slow = open(fixture)) {
      slow.getOutputStream().write(CONNECT);
      slow.getOutputStream().write(SUBSCRIBE_A);
      InputStream in = slow.getInputStream();
      in.readNBytes(4 + 5);
      for (int i = 0; i < 1_000; i++) {
        fixture.space.publish(Message.of("a", Payload.of("%08d".formatted(i).repeat(1_000))));
      }

      for (int i = 0; i < 1_000; i++) {
        byte[] packet = in.readNBytes(1 + 2 + 3 + 2 + 8_000);
        assertThat(new String(packet, 8, 8, UTF_8)).isEqualTo("%08d".formatted(i));
      }
    }
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(
            () -> new BrokerLimits(0, 65_536, Duration.ofSeconds(5), 50, 8, 100, 1_000, 10))
        .hasMessage("maxConnections: found 0, expected 1 to 65535");
  }

  private static Socket open(BrokerFixture fixture) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void await(BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s in vain").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
