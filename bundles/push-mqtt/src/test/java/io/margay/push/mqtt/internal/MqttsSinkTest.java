package io.margay.push.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.tls.TestIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is pushed over TLS reaches the broker that is meant, and no other. */
class MqttsSinkTest {
  private static TestIdentity right;
  private static TestIdentity misnamed;

  @BeforeAll
  static void makeIdentities(@TempDir Path folder) throws Exception {
    right = TestIdentity.of(folder, "ip:127.0.0.1");
    misnamed = TestIdentity.of(folder, "dns:elsewhere");
  }

  private static void push(TlsBroker broker, String authority) throws PushException {
    PushSettings settings =
        new PushSettings(
            "/mqtt",
            Map.of(
                "address", "mqtts://127.0.0.1:" + broker.port(),
                "topic", "plant/t",
                "format", "legacy",
                "caSecret", "ca"),
            name -> authority);
    PushRecord sample =
        new PushRecord(
            settings,
            new NamespacedName("default", "press"),
            "t",
            PropertyType.INT,
            new Sample("t", 21L, Quality.GOOD, null, Instant.EPOCH, 7));
    Deadline soon = Deadline.in(Duration.ofSeconds(30));
    try (PushChannel channel = new MqttSink().open(settings, soon)) {
      channel.deliver(List.of(sample), soon);
    }
  }

  private static void assertRefused(TlsBroker broker, String authority) {
    PushException refusal =
        catchThrowableOfType(PushException.class, () -> push(broker, authority));

    assertThat(refusal.kind()).isEqualTo(PushException.Kind.UNREACHABLE);
    assertThat(broker.hasNothing()).isTrue();
  }

  @Test
  void aBrokerWhoseAuthorityIsKnownGetsTheMessage() throws Exception {
    try (TlsBroker broker = TlsBroker.start(right)) {
      push(broker, right.authority());

      assertThat(broker.published()).startsWith("plant/t ").endsWith(": 21");
    }
  }

  @Test
  void aBrokerOfAnotherAuthorityGetsNothing() throws Exception {
    try (TlsBroker broker = TlsBroker.start(right)) {
      assertRefused(broker, misnamed.authority());
    }
  }

  @Test
  void aBrokerWithTheCertificateOfAnotherNameGetsNothing() throws Exception {
    try (TlsBroker broker = TlsBroker.start(misnamed)) {
      assertRefused(broker, misnamed.authority());
    }
  }
}
