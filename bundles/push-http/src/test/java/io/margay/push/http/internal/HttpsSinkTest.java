package io.margay.push.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is pushed over TLS reaches the server that is meant, and no other. */
class HttpsSinkTest {
  private static TestIdentity right;
  private static TestIdentity misnamed;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpsServer server;

  @BeforeAll
  static void makeIdentities(@TempDir Path folder) throws Exception {
    right = TestIdentity.of(folder, "ip:127.0.0.1");
    misnamed = TestIdentity.of(folder, "dns:elsewhere");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serve(TestIdentity identity) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  /** Pushes one sample with the secret {@code ca} holding this text; without a secret for null. */
  private void push(String authority) throws PushException {
    Map<String, Object> address =
        Map.of("hostName", "https://127.0.0.1", "port", server.getAddress().getPort());
    Map<String, Object> data =
        authority == null
            ? address
            : Map.of(
                "hostName", "https://127.0.0.1",
                "port", server.getAddress().getPort(),
                "caSecret", "ca");
    PushSettings settings = new PushSettings("/http", data, name -> authority);
    PushRecord sample =
        new PushRecord(
            settings,
            new NamespacedName("default", "press"),
            "t",
            PropertyType.INT,
            new Sample("t", 21L, Quality.GOOD, null, Instant.EPOCH, 7));
    Deadline soon = Deadline.in(Duration.ofSeconds(30));
    try (PushChannel channel = new HttpSink().open(settings, soon)) {
      channel.deliver(List.of(sample), soon);
    }
  }

  private PushException refusal(String authority) {
    PushException refusal = catchThrowableOfType(PushException.class, () -> push(authority));
    assertThat(refusal.kind()).isEqualTo(PushException.Kind.UNREACHABLE);
    assertThat(requests).hasValue(0);
    return refusal;
  }

  @Test
  void aServerWhoseAuthorityIsKnownGetsTheBatch() throws Exception {
    serve(right);

    push(misnamed.authority() + right.authority());

    assertThat(requests).hasValue(1);
  }

  @Test
  void aServerOfAnotherAuthorityGetsNothing() throws Exception {
    serve(right);

    assertThat(refusal(misnamed.authority())).hasMessageContaining("https://127.0.0.1");
    assertThat(refusal(null)).hasMessageContaining("https://127.0.0.1");
  }

  @Test
  void aServerWithTheCertificateOfAnotherNameGetsNothing() throws Exception {
    serve(misnamed);

    assertThat(refusal(misnamed.authority())).hasMessageContaining("127.0.0.1");
  }

  @Test
  void aSecretThatIsNoCertificateIsToldByItsName() throws Exception {
    serve(right);

    assertThat(refusal("jaguarundi"))
        .hasMessageContaining("secret ca")
        .hasMessageNotContaining("jaguarundi");
  }
}
