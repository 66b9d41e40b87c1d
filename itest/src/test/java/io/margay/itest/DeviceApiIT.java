package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.Mbpoll;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.node.Distribution;
import io.margay.itest.node.ListeningPorts;
import io.margay.itest.node.MargayNode;
import io.margay.itest.node.ThreadNames;
import io.margay.itest.support.Await;
import io.margay.itest.support.Curl;
import io.margay.itest.support.ReservedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The device API, copied from {@code extras/device-api} into a node that serves a press. */
class DeviceApiIT {
  private static final Path PAGE =
      Path.of(System.getProperty("margay.counterparties"), "../../docs/device-api.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^curl .+$");
  private static final String JAR = "deviceapi.jar";
  private static final String SETTINGS = "io.margay.deviceapi.cfg";
  private static final String JSON = "Content-Type: application/json";
  private static final int SETPOINT = 0;

  private static final ReservedPort PORT = new ReservedPort();
  private static LibmodbusServer slave;
  private static MargayNode node;

  @TempDir private Path folder;

  @BeforeAll
  static void dropItIntoANodeThatServesAPress() throws IOException {
    slave = LibmodbusServer.still();
    node = MargayNode.running("device-api", "modbus");
    Path demo = node.home().resolve("demo");
    node.apply("press-model.yaml", Files.readString(demo.resolve("press-model.yaml")));
    node.apply(
        "press.yaml",
        Files.readString(demo.resolve("press.yaml")).replace("15502", "" + slave.port())
            + """
                methods:
                  - name: adjust
                    description: sets the speed
                    propertyNames: [speed-setpoint]
              """);
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitGood(0, "press", "speed-setpoint");
    }
    listenToThisMachine();
    node.deploy(JAR, Distribution.extra("device-api/" + JAR));
    awaitPing();
  }

  @AfterAll
  static void stopEverything() {
    node.close();
    slave.close();
    PORT.close();
  }

  static List<String> examples() throws IOException {
    return EXAMPLE.matcher(Files.readString(PAGE)).results().map(MatchResult::group).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleOfThePageIsAnswered(String line) {
    Curl.Reply reply = Curl.runLine(line.replace("7777", "" + PORT.number()));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).startsWith("{\"apiVersion\":\"v1\",\"statusCode\":200,");
  }

  @Test
  void aWriteIsOnTheSlaveWhenItIsAnsweredAndIsReadBack() {
    assertThat(post("device/default/press/speed-setpoint", "{\"value\":1234}").status())
        .isEqualTo(200);
    assertThat(new Mbpoll(slave.port(), 1).holding(SETPOINT)).isEqualTo(1234);
    assertThat(get("device/default/press/speed-setpoint").body())
        .contains("\"Value\":\"1234\"", "\"TypedValue\":1234", "\"Quality\":\"GOOD\"");

    assertThat(
            post("devicemethod/default/press/adjust", "{\"arguments\":{\"speed-setpoint\":77}}")
                .status())
        .isEqualTo(200);
    assertThat(new Mbpoll(slave.port(), 1).holding(SETPOINT)).isEqualTo(77);
  }

  @Test
  void theModelIsAsTheManifestSays() {
    assertThat(get("meta/model/default/press").body())
        .contains("\"id\":\"default/press-model\"")
        .contains("\"name\":\"speed-setpoint\",\"dataType\":\"INT\"", "\"maximum\":\"3000\"");
    assertThat(get("devicemethod/default/press").body())
        .contains("\"Name\":\"adjust\"", "\"PropertyName\":\"speed-setpoint\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | device/default/absent/speed                   | is not served here
          404 | device/default/press/weight                   | has no property
          404 | nothing                                       | no such path
          400 | device/default/press/speed?maxAge=soon        | maxAge: found
          405 | devicemethod/default/press/adjust/speed/5     | a GET does not write here
          """)
  void aMistakeInAUrlIsRefusedWithItsReason(int status, String path, String reason) {
    Curl.Reply reply = get(path);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).contains("\"statusCode\":" + status).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400 | speed-setpoint | {"value":9000}   | above the maximum of 3000
          400 | speed-setpoint | {"value":"fast"} | is not a number
          400 | speed-setpoint | {"value":        | body is no JSON
          400 | speed          | {"value":1}      | speed is ReadOnly
          """)
  void aValueThatDoesNotFitIsRefusedAndNotWritten(
      int status, String property, String body, String reason) {
    int before = new Mbpoll(slave.port(), 1).holding(SETPOINT);

    Curl.Reply reply = post("device/default/press/" + property, body);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).contains(reason);
    assertThat(new Mbpoll(slave.port(), 1).holding(SETPOINT)).isEqualTo(before);
  }

  @Test
  void whatAWebPageCanSendIsRefused() {
    String setpoint = url("device/default/press/speed-setpoint");

    assertThat(Curl.run("-d", "{\"value\":1}", setpoint).status()).isEqualTo(415);
    assertThat(Curl.run("-H", "Host: evil.example", url("ping")).status()).isEqualTo(403);
    assertThat(Curl.run("-H", "Origin: https://evil.example", url("ping")).status()).isEqualTo(403);
  }

  @Test
  void whatIsTooLargeIsRefusedWithItsReason() throws IOException {
    Path large = Files.writeString(folder.resolve("large"), "a".repeat(900_000));

    Curl.Reply body =
        Curl.run(
            "-H", JSON, "--data-binary", "@" + large, url("device/default/press/speed-setpoint"));
    Curl.Reply path = get("a".repeat(5000));

    assertThat(body.status()).isEqualTo(413);
    assertThat(body.body()).contains("body: expected at most 65536 bytes");
    assertThat(path.status()).isEqualTo(414);
    assertThat(Curl.run("-H", "X-Large: " + "a".repeat(30_000), url("ping")).status())
        .isNotEqualTo(200);
  }

  @Test
  void garbageStopsNothing() {
    Random random = new Random(5);
    for (int round = 0; round < 50; round++) {
      byte[] garbage = new byte[random.nextInt(20_000)];
      random.nextBytes(garbage);
      send(garbage);
    }

    assertThat(get("device/default/press/speed").status()).isEqualTo(200);
  }

  /** The API may cut it off while it still sends. */
  private static void send(byte[] bytes) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT.number())) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException cutOff) {
      assertThat(cutOff).hasMessageNotContaining("refused");
    }
  }

  @Test
  void forOtherMachinesATokenIsNeeded() throws IOException {
    int mark = node.log().mark();
    configure("host=0.0.0.0\n");
    node.log().await(mark, "no device API", "host: found 0.0.0.0 without a token");
    assertThat(Curl.run(url("ping")).status()).isZero();

    String token = "jaguarundi-0123456789";
    node.configure("api.token", token + "\n");
    Path file = node.home().resolve("conf/api.token");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    configure("host=0.0.0.0\ntoken=api.token\n");
    node.log().await(mark, "device API on http://0.0.0.0", "for callers with the token");

    String bearer = "Authorization: Bearer ";
    assertThat(Curl.run("-H", bearer + token, url("ping")).status()).isEqualTo(200);
    assertThat(Curl.run("-H", bearer + token + "0", url("ping")).status()).isEqualTo(401);
    assertThat(Curl.run(url("device/default/press/speed")).body()).contains("no valid token");
    assertThat(node.log().since(0)).noneMatch(line -> line.contains(token));

    listenToThisMachine();
    awaitPing();
  }

  @Test
  void aDeletedJarLeavesNeitherPortNorThreadAndTheNodeGoesOn() throws IOException {
    long pid = node.program().pid();
    assertThat(get("device/default/press").status()).isEqualTo(200);
    assertThat(ThreadNames.of(pid)).anyMatch(DeviceApiIT::isOfTheApi);
    assertThat(ListeningPorts.of(pid)).contains("127.0.0.1:" + PORT.number());

    node.undeploy(JAR);

    Await.until(
        "its port to close",
        () ->
            assertThat(ListeningPorts.of(pid))
                .noneMatch(port -> port.endsWith(":" + PORT.number())));
    Await.until(
        "its threads to end",
        () -> assertThat(ThreadNames.of(pid)).noneMatch(DeviceApiIT::isOfTheApi));
    assertThat(node.shell("device:read press speed")).contains("GOOD");

    node.deploy(JAR, Distribution.extra("device-api/" + JAR));
    awaitPing();
  }

  /** Its own threads, and the one that the JDK's server has. */
  private static boolean isOfTheApi(String thread) {
    return thread.startsWith("margay-deviceap") || thread.startsWith("HTTP-Dispatcher");
  }

  private static void listenToThisMachine() {
    configure("");
  }

  private static void configure(String settings) {
    node.configure(SETTINGS, "port=" + PORT.number() + "\n" + settings);
  }

  private static void awaitPing() {
    Await.until("a ping", () -> assertThat(get("ping").status()).isEqualTo(200));
  }

  private static Curl.Reply get(String path) {
    return Curl.run(url(path));
  }

  private static Curl.Reply post(String path, String body) {
    return Curl.run("-H", JSON, "-d", body, url(path));
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + PORT.number() + "/api/v1/" + path;
  }
}
