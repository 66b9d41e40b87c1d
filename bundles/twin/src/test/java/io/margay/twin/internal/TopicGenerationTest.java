package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.TopicFilter;
import io.margay.dmi.NamespacedName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs of KubeEdge 1.15 and before, whose topics have no namespace. */
class TopicGenerationTest {
  private static final String OLD = "$hw/events/device/counter/";
  private static final String NEW = "$hw/events/device/default/counter/";
  private static final String REPORT =
      "{\"event_id\":\"e1\",\"twin\":{\"status\":{\"actual\":{\"value\":\"7\"},"
          + "\"metadata\":{\"type\":\"Updated\"}}}}";

  private final TwinBench bench = new TwinBench();

  @BeforeEach
  void aCounter() throws Exception {
    bench.putModel("counter-model", "{\"name\":\"status\",\"type\":\"STRING\"}");
    bench.putDevice(
        new NamespacedName("default", "counter"), "counter-model", "{\"name\":\"status\"}");
    bench.bus.next(NEW + "state/update/result");
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  @Test
  void anAnswerGoesWhereTheQuestionCameFrom() throws Exception {
    bench.bus.send(OLD + "twin/update", REPORT);
    assertThat(bench.bus.waiting())
        .containsExactly(
            OLD + "twin/update", OLD + "twin/update/result", NEW + "twin/update/document");
    bench.bus.send(OLD + "twin/get", "{\"event_id\":\"e2\"}");
    bench.bus.send(OLD + "state/update", "{\"event_id\":\"e3\",\"state\":\"Online\"}");

    assertThat(bench.bus.next(OLD + "twin/update/result")).contains("\"event_id\":\"e1\"");
    assertThat(bench.bus.next(OLD + "twin/get/result")).contains("\"event_id\":\"e2\"", "\"7\"");
    assertThat(bench.bus.next(OLD + "state/update/result"))
        .contains("\"event_id\":\"e3\"", "\"state\":\"online\"");
  }

  @Test
  void aRefusalGoesWhereTheQuestionCameFrom() throws Exception {
    bench.bus.send(OLD + "twin/update", "{\"event_id\":\"e1\",\"twin\":[]}");
    bench.bus.send("$hw/events/device/nobody/twin/get", "{}");

    assertThat(bench.bus.next(OLD + "twin/update/result"))
        .contains("\"event_id\":\"e1\"", "\"code\":400", "twin: found a list");
    assertThat(bench.bus.next("$hw/events/device/nobody/twin/get/result")).contains("\"code\":404");
  }

  @Test
  void whoeverListensThereGetsTheNewsThere() throws Exception {
    bench.bus.subscribe(new TopicFilter(OLD + "twin/update/document"), message -> {});

    bench.bus.send(NEW + "twin/update", REPORT);

    assertThat(bench.bus.waiting())
        .contains(NEW + "twin/update/document", OLD + "twin/update/document");
  }

  @Test
  void whoeverListensToEverythingGetsTheNewsOnce() throws Exception {
    bench.bus.subscribe(new TopicFilter("$hw/#"), message -> {});

    bench.bus.send(NEW + "twin/update", REPORT);
    bench.bus.send(NEW + "state/update", "{\"state\":\"online\"}");

    assertThat(bench.bus.waiting()).filteredOn(topic -> topic.startsWith(OLD)).isEmpty();
  }

  @Test
  void aDeviceOfAnotherNamespaceHasNoTopicsWithoutOne() throws Exception {
    bench.bus.subscribe(new TopicFilter("$hw/events/device/counter/#"), message -> {});
    bench.putDevice(new NamespacedName("line2", "counter"), "counter-model", "");
    bench.bus.next("$hw/events/device/line2/counter/state/update/result");

    bench.bus.send("$hw/events/device/line2/counter/twin/update", REPORT.replace("Updated", "int"));

    bench.bus.next("$hw/events/device/line2/counter/twin/update/document");
    assertThat(bench.bus.published(OLD + "twin/update/document")).isEmpty();
  }

  @Test
  void aWishInTheManifestReachesTheProgramThatIsTheMapper() throws Exception {
    bench.bus.subscribe(new TopicFilter(OLD + "#"), message -> {});

    bench.putDevice(
        new NamespacedName("default", "counter"),
        "counter-model",
        "{\"name\":\"status\",\"desired\":{\"value\":\"ON\"}}");

    assertThat(bench.bus.next(OLD + "twin/update/document"))
        .contains("\"current\":{\"expected\":{\"value\":\"ON\"");
    assertThat(bench.bus.next(OLD + "twin/update/delta")).contains("\"delta\":{\"status\":\"ON\"}");
    assertThat(List.copyOf(bench.twins.get(new NamespacedName("default", "counter")).orElseThrow()))
        .extracting(PropertyView::differs)
        .containsExactly(true);
  }
}
