package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.dmi.NamespacedName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, exactly one answer goes out, and what comes next is served as before. */
class HostileMessagesTest {
  private static final long SEED = 20_260_806;
  private static final int ROUNDS = 10_000;
  private static final NamespacedName PRESS = new NamespacedName("default", "press");
  private static final String DEVICE = "$hw/events/device/default/press/";
  private static final List<String> REQUESTS =
      List.of(
          DEVICE + "twin/update",
          DEVICE + "twin/get",
          DEVICE + "state/update",
          "$hw/events/device/press/twin/update",
          "$hw/events/node/edge-1/membership/get");
  private static final List<String> SEEDS =
      List.of(
          "{\"event_id\":\"e1\",\"timestamp\":1,\"twin\":{\"speed\":{\"actual\":{\"value\":\"23\"},"
              + "\"expected\":{\"value\":\"30\"},\"optional\":true,\"metadata\":{\"type\":\"int\"}}}}",
          "{\"twin\":{\"temp\":null,\"x\":{\"actual\":{}},\"y\":{\"actual\":{\"value\":1e5}}}}",
          "{\"event_id\":7,\"any_value\":true,\"twin\":{\"a\":{\"actual\":{\"value\":\"\\u0000\"}}}}",
          "{\"event_id\":\"e5\",\"timestamp\":1786000040000,\"state\":\"online\"}");

  private final TwinBench bench = new TwinBench();

  @BeforeEach
  void aPress() throws Exception {
    bench.putModel("press-model", "{\"name\":\"speed\",\"type\":\"INT\"}");
    bench.putDevice(PRESS, "press-model", "{\"name\":\"speed\"}");
    bench.bus.next(DEVICE + "state/update/result");
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  static Stream<byte[]> payloads() {
    return Stream.concat(
        Stream.of(
                "",
                "null",
                "17",
                "\"text\"",
                "[[[[",
                "{\"twin\":".repeat(20_000),
                "{\"twin\":{\"x\":" + "[".repeat(100_000),
                "{\"twin\":{\"x\":{\"actual\":{\"value\":" + "9".repeat(100_000) + "}}}}",
                "{\"twin\":{\"x\":{\"actual\":{\"value\":1e999999999}}}}",
                "{\"twin\":{\"speed\":{\"actual\":{\"value\":1e999999999}}}}",
                "{\"twin\":{\"x\":{},\"x\":{}}}",
                "{\"twin\":{\"x\":{\"actual\":[]}}}",
                "{\"twin\":{\"x\":{\"metadata\":7}}}",
                "{\"twin\":{\"x\":{\"metadata\":{\"type\":{}}}}}",
                "{\"twin\":{\"x\":{\"optional\":\"perhaps\"}}}",
                "{\"twin\":[]}",
                "{\"event_id\":{},\"twin\":{}}",
                "{\"event_id\":\"" + "x".repeat(10_000) + "\",\"twin\":{}}",
                "{\"" + "k".repeat(60_000) + "\":1,\"" + "k".repeat(60_000) + "\":1}",
                "{\"twin\":{\"" + "k".repeat(1_000) + "\":{}}}",
                "{\"twin\":{\"\":{}}}",
                "{\"twin\":{}} {\"twin\":{}}",
                " ".repeat(1_000_000))
            .map(text -> text.getBytes(StandardCharsets.UTF_8)),
        Stream.of(
            new byte[1_000_000],
            new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
            new byte[] {(byte) 0xc3, 0x28},
            "{\"twin\":{}}".getBytes(StandardCharsets.UTF_16)));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void itIsAnsweredWithAReasonThatIsShortEnoughToRead(byte[] payload) throws Exception {
    bench.bus.publish(Message.of(DEVICE + "twin/update", Payload.of(payload)));

    JsonNode answer = GoldenMessages.tree(bench.bus.next(DEVICE + "twin/update/result"));

    assertThat(answer.path("code").asInt()).isEqualTo(400);
    assertThat(answer.path("reason").asText()).isNotBlank().hasSizeLessThan(500);
    assertThat(bench.twins.get(PRESS).orElseThrow()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$hw/events/device///twin/update",
        "$hw/events/device/ / /twin/update",
        "$hw/events/device/../../twin/update",
        "$hw/events/device//twin/update",
        "$hw/events/device/default/press\u0007/twin/update",
        "$hw/events/device/DEFAULT/PRESS/twin/update",
        "$hw/events/device/twin/update/twin/update",
      })
  void aTopicWithStrangeLevelsIsADeviceThatThereIsNot(String topic) throws Exception {
    bench.bus.send(topic, "{\"event_id\":\"e\",\"twin\":{}}");

    assertThat(bench.bus.next(topic + "/result")).contains("\"event_id\":\"e\"", "\"code\":404");
  }

  @Test
  void aTopicTooLongForAnAnswerIsNotAnswered() {
    String topic = "$hw/events/device/default/" + "d".repeat(65_497) + "/twin/update";

    bench.bus.send(topic, "{\"twin\":{}}");

    assertThat(bench.bus.waiting()).hasSize(1);
  }

  @Test
  void randomMessagesAreEachAnsweredOnceAndChangeNothingForTheNext() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      String topic = REQUESTS.get(random.nextInt(REQUESTS.size()));
      byte[] payload = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);

      bench.bus.publish(Message.of(topic, Payload.of(payload)));

      List<Message> answers = bench.bus.drain();
      assertThat(answers)
          .as("round %d on %s: %s", i, topic, new String(payload, StandardCharsets.UTF_8))
          .filteredOn(message -> message.topic().equals(topic + "/result"))
          .hasSize(1);
      answers.stream()
          .filter(message -> !message.topic().equals(topic))
          .forEach(message -> GoldenMessages.tree(message.payload().asText()));
    }

    bench.bus.send(
        DEVICE + "twin/update", "{\"twin\":{\"speed\":{\"actual\":{\"value\":\"42\"}}}}");
    assertThat(bench.bus.next(DEVICE + "twin/update/result")).contains("\"42\"");
    assertThat(bench.twins.twin(PRESS).orElseThrow().madeUp())
        .isLessThanOrEqualTo(DeviceTwin.MOST_MADE_UP);
  }

  /** A message with some of its bytes changed, doubled, cut out or put elsewhere. */
  private static byte[] mutated(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = random.nextInt(6);
    for (int i = 0; i < changes && text.length() > 1; i++) {
      int at = random.nextInt(text.length());
      int end = at + random.nextInt(Math.min(24, text.length() - at)) + 1;
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.delete(at, end);
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        case 3 -> text.insert(at, "{}[]\",:0\\nu-e".charAt(random.nextInt(13)));
        default -> text.setLength(at);
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
