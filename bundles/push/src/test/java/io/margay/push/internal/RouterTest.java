package io.margay.push.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.AccessMode;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.ProtocolConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final ProtocolConfig NOTHING = new ProtocolConfig("fake", Map.of());
  private static final DeviceModel MODEL =
      new DeviceModel(
          new NamespacedName("default", "press-model"),
          "fake",
          Map.of(),
          List.of(
              new ModelProperty(
                  "speed",
                  "",
                  PropertyType.INT,
                  AccessMode.READ_ONLY,
                  null,
                  null,
                  "rpm",
                  NOTHING)));
  private static final PushLimits LIMITS =
      new PushLimits(
          10,
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          40,
          1_000,
          1_000_000);

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final Sinks sinks = new Sinks();
  private final FakeSink sink = new FakeSink();
  private final Targets targets =
      new Targets(
          new TargetQueue.Surroundings(
              new MemorySpool(),
              new ManualTime(),
              work::add,
              LIMITS,
              new Random(1),
              new AtomicLong()::incrementAndGet),
          sinks,
          Map.of());
  private final Router router = new Router(new PushMethods(Samples.NO_SECRETS), sinks, targets);

  private static Device device(Map<String, Object> pushMethod) {
    return new Device(
        Samples.PRESS,
        "press-model",
        NOTHING,
        List.of(new DeviceProperty("speed", null, NOTHING, 0, 0, false, pushMethod)),
        List.of());
  }

  private void sample(Device device, long number) {
    router.sampled(device, MODEL, List.of(Samples.good(number, number)));
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  @Test
  void methodsAndDatabaseMethodsAreFoundWithoutRegardToCase() {
    sinks.add(sink);

    sample(
        device(Map.of("FAKE", Map.of("port", 1), "dbMethod", Map.of("fake", Map.of("port", 2)))),
        7);

    assertThat(sink.taken).containsExactly(7L, 7L);
    assertThat(targets.status())
        .extracting(TargetStatus::target)
        .containsExactly("fake://1", "fake://2");
  }

  @Test
  void oneMethodMayHaveSeveralTargets() {
    sinks.add(sink);

    sample(device(Map.of("fake", List.of(Map.of("port", 1), Map.of("port", 2)))), 7);

    assertThat(targets.status()).hasSize(2);
  }

  @Test
  void aSinkThatComesLaterGetsWhatComesThen() {
    Device device = device(Map.of("fake", Map.of("port", 1)));
    sample(device, 1);
    assertThat(router.unserved()).containsExactly("default/press speed: fake");

    sinks.add(sink);
    sample(device, 2);

    assertThat(sink.taken).containsExactly(2L);
    assertThat(router.unserved()).isEmpty();
  }

  @Test
  void aTargetThatNobodyPushesToAnyMoreIsForgotten() {
    sinks.add(sink);
    sample(device(Map.of("fake", Map.of("port", 1))), 1);
    sample(device(Map.of("fake", Map.of("port", 2))), 2);
    targets.sweep();
    assertThat(targets.status()).extracting(TargetStatus::target).containsExactly("fake://2");

    router.removed(Samples.PRESS);
    while (!work.isEmpty()) {
      work.remove().run();
    }

    assertThat(targets.status()).isEmpty();
    assertThat(sink.closed).isEqualTo(2);
  }

  @Test
  void mistakesAreToldWithThePlaceWhereTheyStand() {
    sinks.add(sink);

    assertThat(
            router.validate(
                device(
                    Map.of(
                        "dbMethod", Map.of("fake", Map.of("port", 0)), "anomalyDetection", "x"))))
        .extracting(Problem::path)
        .containsExactly("/spec/properties/0/pushMethod/dbMethod/fake/port");
    assertThat(router.validate(device(Map.of("fake", "yes"))))
        .extracting(Problem::path)
        .containsExactly("/spec/properties/0/pushMethod/fake");
  }
}
