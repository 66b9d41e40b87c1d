package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.mqtt.CounterProgram;
import io.margay.itest.mqtt.LedProgram;
import io.margay.itest.mqtt.MqttPublisher;
import io.margay.itest.mqtt.MqttSubscriber;
import io.margay.itest.mqtt.TwinClient;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Programs that were written for KubeEdge's MQTT topics, and know nothing of Margay, are the
 * mappers of devices for which there is no driver.
 */
class KubeEdgeProgramsIT {
  private static final String MEMBERSHIP = "$hw/events/node/edge-1/membership/";
  private static final String LED =
      """
      apiVersion: devices.kubeedge.io/v1beta1
      kind: DeviceModel
      metadata: {name: led-model, namespace: default}
      spec:
        properties:
          - {name: power-status, type: STRING, accessMode: ReadWrite}
      ---
      apiVersion: devices.kubeedge.io/v1beta1
      kind: Device
      metadata: {name: led, namespace: default}
      spec:
        deviceModelRef: {name: led-model}
        protocol: {protocolName: gpio}
        properties:
          - name: power-status
            desired: {value: "%s"}
      """;

  private static MargayNode node;
  private static TwinClient twins;
  private static MqttSubscriber membership;

  @BeforeAll
  static void startANode() {
    node = MargayNode.unpacked("kubeedge-programs");
    node.configure("margay.properties", "margay.node.name=edge-1\n");
    node.start();
    twins = TwinClient.on(node.mqttPort());
    membership = MqttSubscriber.to(node.mqttPort(), MEMBERSHIP + "#");
  }

  @AfterAll
  static void stopIt() {
    membership.close();
    twins.close();
    node.close();
  }

  @Test
  void aProgramOfBefore116DoesWhatManifestAndShellWish() {
    node.apply("led.yaml", LED.formatted("OFF"));
    awaitMember("added_devices", "led");

    try (LedProgram led = LedProgram.start(node.mqttPort(), "led", "edge-1")) {
      led.output().await(0, "state led online");
      led.output().await(0, "members", "led");
      led.output().await(0, "document OFF OFF");
      assertThat(node.shell("device:list")).containsPattern("led .*online");

      int mark = led.output().mark();
      node.apply("led.yaml", LED.formatted("ON"));
      led.output().await(mark, "turning ON");
      led.output().await(mark, "document ON ON");

      mark = led.output().mark();
      set("led power-status OFF");
      led.output().await(mark, "document OFF OFF");
      assertThat(led.output().since(0)).noneMatch(line -> line.startsWith("refused"));
    }

    node.unapply("led.yaml");
    awaitMember("removed_devices", "led");
  }

  @Test
  void aProgramOfSince116IsTheMapperOfADeviceWithoutAProtocol() {
    node.apply(
        "counter.yaml",
        """
        apiVersion: devices.kubeedge.io/v1beta1
        kind: DeviceModel
        metadata: {name: counter-model, namespace: default}
        spec:
          properties:
            - {name: switch, type: STRING, accessMode: ReadWrite}
            - {name: count, type: INT, accessMode: ReadOnly}
        ---
        apiVersion: devices.kubeedge.io/v1beta1
        kind: Device
        metadata: {name: counter, namespace: default}
        spec:
          deviceModelRef: {name: counter-model}
          properties:
            - name: switch
            - name: count
        """);
    awaitMember("added_devices", "counter");

    try (CounterProgram counter = CounterProgram.start(node.mqttPort(), "default", "counter")) {
      awaitState("counter", "online");

      set("counter switch ON");
      Await.until(
          "the counter to count",
          () -> assertThat(actual("counter", "count").asInt()).isGreaterThan(3));
      assertThat(twins.get("counter").at("/twin/count/metadata/type").asText()).isEqualTo("int");

      twins.expect("counter", "switch", "OFF");
      Await.until(
          "the counter to stop",
          () -> assertThat(actual("counter", "switch").asText()).isEqualTo("OFF"));
    }
  }

  /** A program that is busy may take longer than the shell waits for it. */
  private static void set(String wish) {
    Await.until(wish, () -> assertThat(node.shell("device:set " + wish)).contains("is set to"));
  }

  private static JsonNode actual(String device, String property) {
    return twins.get(device).at("/twin/" + property + "/actual/value");
  }

  private static void awaitMember(String change, String device) {
    membership.await(
        0,
        device + " among the " + change,
        message ->
            message.topic().equals(MEMBERSHIP + "updated")
                && message.json().at("/" + change + "/0/name").asText().equals(device));
  }

  private static void awaitState(String device, String state) {
    MqttPublisher publisher = new MqttPublisher(node.mqttPort());
    Await.until(
        device + " to be " + state,
        () -> {
          int mark = membership.mark();
          publisher.publish(MEMBERSHIP + "get", "{\"event_id\":\"who\"}");
          JsonNode answer =
              membership
                  .await(
                      mark,
                      "the members",
                      message -> message.topic().equals(MEMBERSHIP + "get/result"))
                  .json();
          assertThat(answer.path("event_id").asText()).isEqualTo("who");
          assertThat(answer.path("devices"))
              .anySatisfy(
                  member -> {
                    assertThat(member.path("id").asText()).isEqualTo("default/" + device);
                    assertThat(member.path("state").asText()).isEqualTo(state);
                  });
        });
  }
}
