package io.margay.push.mysql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MysqlSinkTest {
  private final MysqlSink sink = new MysqlSink();

  @Test
  void kubeEdgesSettingsAreEnough() {
    PushSettings settings =
        client(Map.of("addr", "127.0.0.1:3306", "database", "kubeedge", "userName", "edge"));

    assertThat(sink.validate(settings)).isEmpty();
    assertThat(sink.target(settings)).isEqualTo("mysql://edge@127.0.0.1:3306/kubeedge");
  }

  @Test
  void mistakesAreToldWithTheirPlaces() {
    assertThat(
            sink.validate(
                client(
                    Map.of(
                        "addr",
                        "h:3306/x?allowLocalInfile=true",
                        "database",
                        "db?sslMode=disable",
                        "password",
                        "pw"))))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/m/mysqlClientConfig/addr",
            "/m/mysqlClientConfig/database",
            "/m/mysqlClientConfig/password");
  }

  @Test
  void theDriverIsNotLeftInTheListOfAllTheJvm() {
    assertThat(DriverManager.drivers())
        .noneMatch(driver -> driver.getClass().getName().startsWith("org.mariadb"));
  }

  @Test
  void aServerThatIsAwayIsUnreachableAndThePasswordIsNotInTheComplaint() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    PushSettings settings =
        new PushSettings(
            "/m",
            Map.of("mysqlClientConfig", Map.of("addr", "127.0.0.1:" + port, "database", "plant")),
            name -> "jaguarundi");

    assertThatThrownBy(() -> sink.open(settings, Deadline.in(Duration.ofSeconds(5))))
        .isInstanceOfSatisfying(
            PushException.class,
            e -> assertThat(e.kind()).isEqualTo(PushException.Kind.UNREACHABLE))
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("jaguarundi");
  }

  private static PushSettings client(Map<String, Object> client) {
    return new PushSettings("/m", Map.of("mysqlClientConfig", client), name -> "");
  }
}
