package io.margay.itest.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A program that asks for twins, and sets them, over MQTT. */
public final class TwinClient implements AutoCloseable {
  private static final AtomicInteger EVENTS = new AtomicInteger();

  private final MqttPublisher publisher;
  private final MqttSubscriber answers;

  private TwinClient(MqttPublisher publisher, MqttSubscriber answers) {
    this.publisher = publisher;
    this.answers = answers;
  }

  public static TwinClient on(int port) {
    return new TwinClient(
        new MqttPublisher(port), MqttSubscriber.to(port, "$hw/events/device/+/+/twin/+/#"));
  }

  /** The answer to {@code twin/get}. */
  public JsonNode get(String device) {
    String event = nextEvent();
    return ask(device, "get", "{\"event_id\":\"%s\"}".formatted(event), answersTo(event));
  }

  /** The first answer to a wish. */
  public JsonNode expect(String device, String property, String value) {
    String event = nextEvent();
    String request =
        "{\"event_id\":\"%s\",\"twin\":{\"%s\":{\"expected\":{\"value\":\"%s\"}}}}"
            .formatted(event, property, value);
    return ask(device, "update", request, answersTo(event));
  }

  /** The first answer after a request that may be anything. */
  public JsonNode send(String device, String action, String payload) {
    return ask(device, action, payload, answer -> true);
  }

  private JsonNode ask(String device, String action, String payload, Predicate<JsonNode> isAnswer) {
    String topic = "$hw/events/device/default/" + device + "/twin/" + action;
    int mark = answers.mark();
    publisher.publish(topic, payload);
    return answers
        .await(
            mark,
            "an answer on " + topic + "/result",
            message -> message.topic().equals(topic + "/result") && isAnswer.test(message.json()))
        .json();
  }

  private static Predicate<JsonNode> answersTo(String event) {
    return answer -> answer.path("event_id").asText().equals(event);
  }

  private static String nextEvent() {
    return "itest-" + EVENTS.incrementAndGet();
  }

  @Override
  public void close() {
    answers.close();
  }
}
