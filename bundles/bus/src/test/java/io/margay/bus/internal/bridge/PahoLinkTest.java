package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.OpenDoor;
import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.mqtt.BrokerLimits;
import io.margay.bus.internal.mqtt.MqttBroker;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PahoLinkTest {
  private final TopicSpace there = new TopicSpace(new RetainedLimits(100, 10_000));
  private final MqttBroker broker =
      new MqttBroker(
          List.of(
              ListenerSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
          Duration.ofSeconds(1),
          new BrokerLimits(10, 65_536, Duration.ofSeconds(60), 50, 64, 1_000, 1_048_576, 10),
          there,
          new OpenDoor());
  private final Heard heard = new Heard();
  private boolean stopped;

  /** What a link tells, as texts. */
  private static final class Heard implements Link.Listener {
    final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void up() {
      all.add("up");
    }

    @Override
    public void down(String reason) {
      all.add("down");
    }

    @Override
    public void delivered(long number) {
      all.add("delivered " + number);
    }

    @Override
    public void arrived(String topic, Payload payload, QoS qos) {
      all.add(topic + " " + payload.asText() + " " + qos.level());
    }

    String next() throws InterruptedException {
      return all.poll(30, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void start() {
    broker.start();
  }

  @AfterEach
  void stop() {
    if (!stopped) {
      stopped = true;
      broker.close();
    }
  }

  @Test
  void parcelsAreSentAndAcknowledged() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    there.subscribe(
        new TopicFilter("#"),
        SubscriptionOptions.of(QoS.EXACTLY_ONCE),
        (message, how) -> received.add(message.topic() + " " + message.payload().asText()));
    Link link = open(Map.of());
    assertThat(heard.next()).isEqualTo("up");

    link.send(new Parcel(7, "a", Payload.of("x"), QoS.AT_LEAST_ONCE, true));
    assertThat(heard.next()).isEqualTo("delivered 7");
    link.send(new Parcel(8, "b", Payload.of("y"), QoS.AT_MOST_ONCE, false));
    assertThat(heard.next()).isEqualTo("delivered 8");

    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("a x");
    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("b y");
    assertThat(there.retainedMessages()).isEqualTo(1);
    link.close();
  }

  @Test
  void whatIsSubscribedArrives() throws Exception {
    Link link = open(Map.of("a/#", QoS.AT_LEAST_ONCE, "b", QoS.AT_MOST_ONCE));
    assertThat(heard.next()).isEqualTo("up");

    there.publish(Message.of("a/1", Payload.of("x")));
    there.publish(Message.of("c", Payload.of("not asked for")));
    there.publish(Message.of("b", Payload.of("y")));

    assertThat(heard.next()).isEqualTo("a/1 x 1");
    assertThat(heard.next()).isEqualTo("b y 0");
    link.close();
  }

  @Test
  void whatCameWhileTheLinkWasAwayArrivesWhenItIsBack() throws Exception {
    Link first = open(Map.of("a", QoS.AT_LEAST_ONCE));
    assertThat(heard.next()).isEqualTo("up");
    first.close();

    there.publish(Message.of("a", Payload.of("meanwhile")));

    Link second = open(Map.of("a", QoS.AT_LEAST_ONCE));
    assertThat(new String[] {heard.next(), heard.next()})
        .containsExactlyInAnyOrder("up", "a meanwhile 1");
    second.close();
  }

  @Test
  void aBrokerThatGoesIsToldOnce() throws Exception {
    Link link = open(Map.of());
    assertThat(heard.next()).isEqualTo("up");

    stop();

    assertThat(heard.next()).isEqualTo("down");
    link.send(new Parcel(1, "a", Payload.of("x"), QoS.AT_LEAST_ONCE, false));
    link.close();
    assertThat(heard.all).isEmpty();
  }

  @Test
  void aBrokerThatIsNotThereIsToldTheSameWay() throws Exception {
    int port = broker.address().orElseThrow().getPort();
    stop();

    Link link = open("tcp://127.0.0.1:" + port, Map.of());

    assertThat(heard.next()).isEqualTo("down");
    link.close();
  }

  @Test
  void closingLeavesNoThread() throws Exception {
    Link link = open(Map.of("a", QoS.AT_LEAST_ONCE));
    assertThat(heard.next()).isEqualTo("up");

    link.close();

    assertThat(heard.all).isEmpty();
    awaitNoThreadOfPaho();
  }

  @Test
  void aBrokerThatNeverAnswersCanBeLeft() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Link link = open("tcp://127.0.0.1:" + silent.getLocalPort(), Map.of());
      try (Socket connection = silent.accept()) {
        assertThat(connection.getInputStream().read())
            .as("the first byte of CONNECT")
            .isEqualTo(16);

        link.close();
      }
    }

    assertThat(heard.all).isEmpty();
    awaitNoThreadOfPaho();
  }

  private static void awaitNoThreadOfPaho() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("MQTT ")) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void aMistakeIsNamed() {
    for (String server : new String[] {"127.0.0.1", "http://there:1883", "tcp://there", "a b"}) {
      assertThatThrownBy(() -> remote(server))
          .hasMessage(
              "server: found \"" + server + "\", expected tcp://host:port or ssl://host:port");
    }
  }

  private Link open(Map<String, QoS> filters) {
    return open("tcp://127.0.0.1:" + broker.address().orElseThrow().getPort(), filters);
  }

  private Link open(String server, Map<String, QoS> filters) {
    return PahoLink.open(remote(server), filters, heard);
  }

  private static RemoteBroker remote(String server) {
    return new RemoteBroker(server, "bridge", "", null, new TlsFiles(null, null, null), 60, 10, 64);
  }
}
