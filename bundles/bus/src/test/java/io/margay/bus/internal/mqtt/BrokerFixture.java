package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.OpenDoor;
import io.margay.bus.internal.listener.Entrance;
import io.margay.bus.internal.listener.InboundRate;
import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.listener.WebSocketEntrance;
import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.TopicSpace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A real broker on a free port, and clients for it that are closed with it. */
public final class BrokerFixture implements AutoCloseable {
  static final BrokerLimits LIMITS = limits(Duration.ofSeconds(30));

  final TopicSpace space = new TopicSpace(new RetainedLimits(100, 65_536));
  final MqttBroker broker;
  private final List<MqttClient> clients = new ArrayList<>();

  public BrokerFixture() {
    this(LIMITS);
  }

  BrokerFixture(BrokerLimits limits) {
    this(limits, Entrance.PLAIN);
  }

  private BrokerFixture(BrokerLimits limits, Entrance entrance) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    broker =
        new MqttBroker(
            List.of(new ListenerSettings("test", any, entrance, 0, InboundRate.UNLIMITED)),
            Duration.ofMillis(50),
            limits,
            space,
            new OpenDoor());
    broker.start();
  }

  private static BrokerLimits limits(Duration connectTimeout) {
    return new BrokerLimits(100, 65_536, connectTimeout, 50, 8, 100, 1_048_576, 10);
  }

  /** A broker that soon has enough of connections without CONNECT. */
  public static BrokerFixture impatient() {
    return new BrokerFixture(limits(Duration.ofSeconds(2)));
  }

  /** A broker that is reached through WebSockets at {@code /mqtt}. */
  public static BrokerFixture webSocket() {
    return new BrokerFixture(LIMITS, new WebSocketEntrance("/mqtt", List.of(), 131_072));
  }

  public int port() {
    return broker.address().orElseThrow().getPort();
  }

  public int connections() {
    return broker.connections();
  }

  MqttClient connect(String clientId, boolean clean) throws MqttException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(clean);
    return connect(clientId, options);
  }

  MqttClient connect(String clientId, MqttConnectOptions options) throws MqttException {
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port(), clientId, new MemoryPersistence());
    client.setTimeToWait(30_000);
    clients.add(client);
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    // Paho wakes the publisher of an acknowledged message before it counts it as gone.
    options.setMaxInflight(1000);
    client.connect(options);
    return client;
  }

  /** Subscribes and collects what comes as {@code topic text qos}, with {@code retained} behind. */
  static BlockingQueue<String> collect(MqttClient client, String filter, int qos)
      throws MqttException {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    client.subscribe(
        filter,
        qos,
        (topic, message) ->
            received.add(
                topic
                    + " "
                    + message
                    + " "
                    + message.getQos()
                    + (message.isRetained() ? " retained" : "")));
    return received;
  }

  @Override
  public void close() throws MqttException {
    for (MqttClient client : clients) {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1, false);
      }
      client.close(true);
    }
    broker.close();
  }
}
