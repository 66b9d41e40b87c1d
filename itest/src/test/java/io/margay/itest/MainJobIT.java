package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.Mbpoll;
import io.margay.itest.modbus.PymodbusServer;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.mqtt.TwinClient;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The main job: values of Modbus slaves on MQTT and wishes back to them, through a driver and
 * manifests that are dropped into a running node.
 */
class MainJobIT {

  private static final long BEGIN = Instant.now().toEpochMilli();

  private static LibmodbusServer libmodbus;
  private static PymodbusServer pymodbus;
  private static MargayNode node;
  private static DataFeed feed;
  private static TwinClient twins;

  @BeforeAll
  static void dropDriverAndDevicesIntoARunningNode() {
    libmodbus = LibmodbusServer.moving();
    pymodbus = PymodbusServer.start();
    node = MargayNode.running("main-job");
    feed = DataFeed.on(node.mqttPort());
    twins = TwinClient.on(node.mqttPort());

    node.deploy("modbus.jar", node.driver("modbus"));
    node.apply(
        "press.yaml",
        DeviceYaml.modbus("press", libmodbus.port(), 1)
            .holding("counter", 0)
            .writableHolding("setpoint", 5)
            .writableHolding("limit", 6)
            .coil("motor", 3));
    node.apply(
        "oven.yaml",
        DeviceYaml.modbus("oven", pymodbus.port(), 1).holding("temperature", 5).coil("door", 2));
    node.apply("belt.yaml", DeviceYaml.modbus("belt", pymodbus.port(), 2).holding("speed", 5));
  }

  @AfterAll
  static void stopEverything() {
    twins.close();
    feed.close();
    node.close();
    pymodbus.close();
    libmodbus.close();
  }

  @Test
  void valuesOfAPymodbusSlaveArriveOnMqttWithTypeAndQuality() {
    Reading reading = feed.awaitGood(0, "oven", "temperature");

    assertThat(reading.value()).isEqualTo("1005");
    assertThat(reading.type()).isEqualTo("int");
    assertThat(reading.timestamp()).isBetween(BEGIN, System.currentTimeMillis());
  }

  @Test
  void twoUnitsBehindOneAddressAreNotMixedUp() {
    assertThat(feed.awaitGood(0, "oven", "temperature").value()).isEqualTo("1005");
    assertThat(feed.awaitGood(0, "belt", "speed").value()).isEqualTo("2005");
  }

  @Test
  void movingValuesOfALibmodbusSlaveArriveInOrderAndWithoutAGap() {
    int mark = feed.mark();

    List<Reading> readings = feed.awaitCount(mark, "press", "counter", 20);

    assertThat(readings).allMatch(Reading::isGood);
    for (int i = 1; i < readings.size(); i++) {
      assertThat(readings.get(i).sequence()).isEqualTo(readings.get(i - 1).sequence() + 1);
      assertThat(Integer.parseInt(readings.get(i).value()))
          .isGreaterThan(Integer.parseInt(readings.get(i - 1).value()));
    }
  }

  @Test
  void aWishOverMqttIsWrittenToTheSlaveAndComesBackAsItsValue() {
    feed.awaitGood(0, "press", "setpoint");
    int mark = feed.mark();

    JsonNode answer = twins.expect("press", "setpoint", "1200");

    assertThat(answer.has("code")).as("refusal in %s", answer).isFalse();
    Mbpoll slave = new Mbpoll(libmodbus.port(), 1);
    Await.until("the set point on the slave", () -> assertThat(slave.holding(5)).isEqualTo(1200));
    feed.await(mark, "press", "setpoint", "1200", reading -> reading.value().equals("1200"));
  }

  @Test
  void aWishFromTheShellIsOnTheSlaveWhenTheCommandReturns() {
    feed.awaitGood(0, "press", "limit");
    Mbpoll slave = new Mbpoll(libmodbus.port(), 1);

    Await.until(
        "the slave to take the limit",
        () -> assertThat(node.shell("device:set press limit 77")).contains("limit is set to 77"));
    Await.until(
        "the slave to take the motor",
        () ->
            assertThat(node.shell("device:set press motor true")).contains("motor is set to true"));

    assertThat(slave.holding(6)).isEqualTo(77);
    assertThat(slave.coil(3)).isTrue();
  }

  @Test
  void aTwinIsAnsweredWithWhatIsAndWhatShouldBe() {
    feed.awaitGood(0, "oven", "door");
    twins.expect("oven", "door", "true");
    feed.await(0, "oven", "door", "on", reading -> reading.value().equals("true"));

    Await.until(
        "the twin to show it",
        () -> {
          JsonNode twin = twins.get("oven").path("twin");
          assertThat(twin.at("/temperature/actual/value").asText()).isEqualTo("1005");
          assertThat(twin.at("/temperature/metadata/type").asText()).isEqualTo("int");
          assertThat(twin.at("/door/expected/value").asText()).isEqualTo("true");
          assertThat(twin.at("/door/actual/value").asText()).isEqualTo("true");
        });
    assertThat(new Mbpoll(pymodbus.port(), 1).coil(2)).isTrue();
  }

  @Test
  void aPahoClientGetsTheSameValues() throws Exception {
    BlockingQueue<String> payloads = new LinkedBlockingQueue<>();
    try (MqttClient paho =
        new MqttClient(
            "tcp://127.0.0.1:" + node.mqttPort(), "itest-paho", new MemoryPersistence())) {
      paho.connect();
      paho.subscribe(
          "$ke/events/device/default/oven/data/update",
          2,
          (topic, message) ->
              payloads.add(new String(message.getPayload(), StandardCharsets.UTF_8)));

      assertThat(payloads.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .contains("\"event_id\"")
          .contains("data");
      paho.disconnect();
    }
  }
}
