package io.margay.bus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.internal.mqtt.ClientRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BusCommandsTest {
  private final InProcessBus bus = new InProcessBus(Configs.defaults());
  private final MqttEndpoint endpoint =
      new MqttEndpoint(
          bus, BusStore.off("test"), Configs.with(Map.of("port", 0)), Configs.context());
  private final BusCommands commands = new BusCommands(bus, BusStore.off("test"), endpoint, null);
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final CommandSession session =
      (CommandSession)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {CommandSession.class},
              (proxy, method, arguments) -> new PrintStream(screen, true, StandardCharsets.UTF_8));

  @AfterEach
  void stop() {
    endpoint.stop();
    bus.stop();
  }

  @Test
  void statusTellsThePortAndTheCounts() {
    assertThat(commands.pub(1, true, "a", "x")).isEqualTo("published on a");

    BusStatus status = (BusStatus) commands.status();

    assertThat(status.listening()).matches("127\\.0\\.0\\.1:[1-9]\\d*");
    assertThat(status.retained()).isEqualTo(1);
    assertThat(status.retainedBytes()).isEqualTo(2);
    assertThat(status.inJvm()).isEqualTo("in 1, out 0, dropped 0");
    assertThat(status.mqtt()).isEqualTo("in 0, out 0, dropped 0");
  }

  @Test
  void statusAlsoWorksWithoutABroker() {
    BusStatus status = (BusStatus) new BusCommands(bus, BusStore.off("test"), null, null).status();

    assertThat(status.listening()).startsWith("off");
    assertThat(new BusCommands(bus, BusStore.off("test"), null, null).clients()).isEmpty();
  }

  @Test
  void clientsAreListed() throws Exception {
    int port = endpoint.broker().address().orElseThrow().getPort();
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port, "line 1", new MemoryPersistence());
    client.connect();
    client.subscribe("a/#");

    assertThat(commands.clients())
        .singleElement()
        .extracting(ClientRow::client, ClientRow::kept, ClientRow::mqtt, ClientRow::subscriptions)
        .containsExactly("line 1", false, "3.1.1", 1);

    client.disconnectForcibly(0, 1, false);
    client.close(true);
  }

  @Test
  void subPrintsOneLinePerMessageUntilItHasSoMany() {
    bus.publish(new Message("a/1", Payload.of("{\n  \"v\": 1\n}"), QoS.AT_MOST_ONCE, true));
    bus.publish(new Message("a/2", Payload.of("grün"), QoS.AT_MOST_ONCE, true));

    commands.sub(session, 2, "a/#");

    assertThat(screen.toString(StandardCharsets.UTF_8))
        .isEqualTo("a/1 {\\n  \"v\": 1\\n}%na/2 grün%n".formatted());
    assertThat(bus.subscriptions()).isZero();
  }

  @Test
  void subEndsOnInterrupt() throws Exception {
    Thread shell = new Thread(() -> commands.sub(session, 0, "a"));
    shell.start();
    while (bus.subscriptions() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }

    shell.interrupt();
    shell.join(30_000);

    assertThat(shell.isAlive()).isFalse();
    assertThat(bus.subscriptions()).isZero();
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> commands.pub(3, false, "a", "x"))
        .hasMessage("qos: found 3, expected 0, 1 or 2");
    assertThatThrownBy(() -> commands.sub(session, 0, "a/#/b"))
        .hasMessageContaining("# stands alone in the last level");
    assertThatThrownBy(
            () ->
                new MqttEndpoint(
                    bus,
                    BusStore.off("test"),
                    Configs.with(Map.of("port", 70_000)),
                    Configs.context()))
        .hasMessage("port: found 70000, expected 0 to 65535, or -1 for none");
  }
}
