package io.margay.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.mqtt.MqttSubscriber;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Users, certificates and rules, as mosquitto's tools and openssl make them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusAccessIT {
  private static final String PASSWORD = "blue-Whale 7";
  private static final String WRONG_PASSWORD = "grey-Shark 8";
  private static final String RULES =
      """
      user hmi
      topic read line1/#
      topic write line1/setpoint
      topic deny line1/secret
      user plc
      topic readwrite line1/#
      """;

  private final ReservedPort tlsPort = new ReservedPort();
  private final ReservedPort webSocketPort = new ReservedPort();
  @TempDir static Path folder;

  private MargayNode node;
  private TestAuthority plant;
  private TestAuthority stranger;
  private Path conf;

  @BeforeAll
  void startANode() throws IOException {
    plant = TestAuthority.in(folder, "plant");
    stranger = TestAuthority.in(folder, "stranger");
    plant.sign("gateway");
    plant.sign("plc");
    plant.signExpired("retired");
    stranger.sign("intruder");

    node = MargayNode.unpacked("bus-access");
    conf = node.home().resolve("conf");
    Path users = conf.resolve("bus.users");
    run(Program.MOSQUITTO_PASSWD.path(), "-c", "-b", users.toString(), "hmi", PASSWORD);
    Files.writeString(conf.resolve("bus.acl"), RULES);
    install("gateway", plant);
    Files.copy(plant.root(), conf.resolve("clients.pem"));
    node.configure(
        "io.margay.bus.cfg",
        """
        port = %d
        tls.port = %d
        tls.certificate = node.pem
        tls.key = node.key
        tls.clientCa = clients.pem
        tls.clientCertificates = optional
        ws.port = %d
        users = bus.users
        acl = bus.acl
        """
            .formatted(node.mqttPort(), tlsPort.number(), webSocketPort.number()));
    node.start();
  }

  private void install(String subject, TestAuthority authority) throws IOException {
    Files.copy(
        authority.key(subject), conf.resolve("node.key"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        authority.certificate(subject),
        conf.resolve("node.pem"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @AfterAll
  void stopItAndFindNoSecretInTheLog() throws IOException {
    try (MargayNode closed = node;
        ReservedPort one = tlsPort;
        ReservedPort other = webSocketPort) {
      String hash = Files.readString(conf.resolve("bus.users")).strip().split(":", 2)[1];
      assertThat(closed.log().since(0))
          .noneMatch(line -> line.contains(PASSWORD) || line.contains(WRONG_PASSWORD))
          .noneMatch(line -> line.contains(hash))
          .noneMatch(line -> line.startsWith("\tat "));
    }
  }

  @Test
  void aUserOfMosquittosFileMayDoWhatMosquittosRulesSay() {
    try (MqttSubscriber hmi = MqttSubscriber.with(user("hmi", PASSWORD), "#");
        MqttSubscriber plc = MqttSubscriber.with(certificate(plant, "plc"), "line1/#")) {
      assertThat(publish(certificate(plant, "plc"), "line1/secret", "hidden").exitCode()).isZero();
      assertThat(publish(certificate(plant, "plc"), "line2/speed", "nobody").exitCode()).isZero();
      assertThat(publish(user("hmi", PASSWORD), "line1/speed", "refused").exitCode()).isZero();
      assertThat(publish(user("hmi", PASSWORD), "line1/setpoint", "42").exitCode()).isZero();

      plc.await(0, "the set point", message -> message.payload().equals("42"));
      hmi.await(0, "the set point", message -> message.payload().equals("42"));

      assertThat(hmi.since(0)).extracting(message -> message.payload()).containsExactly("42");
      assertThat(plc.since(0))
          .extracting(message -> message.payload())
          .containsExactly("hidden", "42");
    }
  }

  @Test
  void aSubscriptionThatRulesForbidIsRefused() {
    RunningProgram.Result result =
        run(sub(user("hmi", PASSWORD), "-t", "line2/#", "-C", "1", "-W", "20"));

    assertThat(result.text()).contains("All subscription requests were denied");
  }

  @Test
  void withoutTheRightPasswordNobodyComesIn() {
    for (List<String> connection :
        List.of(user("hmi", WRONG_PASSWORD), user("mary", PASSWORD), tls(plant))) {
      assertThat(publish(connection, "line1/setpoint", "1").text())
          .contains("bad user name or password");
    }
    List<String> plain = List.of("-h", "127.0.0.1", "-p", "" + node.mqttPort());
    assertThat(publish(plain, "line1/setpoint", "1").text()).contains("bad user name or password");
    Await.until(
        "the count of those refused",
        () -> assertThat(node.shell("bus:status")).containsPattern("refused: +[1-9]"));
  }

  @Test
  void certificatesOfOthersAndOldOnesAreRefused() {
    assertThat(publish(certificate(plant, "plc"), "line1/x", "1").exitCode()).isZero();
    assertThat(publish(certificate(plant, "retired"), "line1/x", "1").exitCode()).isNotZero();
    assertThat(publish(intruder(), "line1/x", "1").exitCode()).isNotZero();

    node.log().await(0, "TLS handshake failed");
  }

  @Test
  void aClientThatTrustsOthersDoesNotConnect() {
    List<String> connection = new ArrayList<>(tls(stranger));
    connection.addAll(List.of("-u", "hmi", "-P", PASSWORD));

    assertThat(publish(connection, "line1/setpoint", "1").exitCode()).isNotZero();
  }

  @Test
  void whatIsNoTlsIsToldWithoutRepeatingIt() {
    List<String> connection =
        List.of("-h", "127.0.0.1", "-p", "" + tlsPort.number(), "-u", "hmi", "-P", PASSWORD);

    assertThat(publish(connection, "line1/setpoint", "1").exitCode()).isNotZero();
  }

  @Test
  void filesThatChangeHoldWithoutARestart() throws IOException {
    try (MqttSubscriber hmi = MqttSubscriber.with(user("hmi", PASSWORD), "#")) {
      Files.writeString(conf.resolve("bus.acl"), "topik\n");
      node.log().await(0, "bus.acl: line 1", "what it said before stays in force");
      Await.until(
          "the mistake in bus:status",
          () -> assertThat(node.shell("bus:status")).contains("bus.acl: line 1"));
      Files.writeString(conf.resolve("bus.acl"), RULES + "user hmi\ntopic read line3/#\n");
      Await.until(
          "the new rules",
          () -> assertThat(node.shell("bus:status")).doesNotContain("bus.acl: line 1"));
      Files.writeString(
          conf.resolve("bus.acl"), RULES + "topic line3/#\nuser hmi\ntopic read line3/#\n");

      Await.until(
          "a message that the new rules allow",
          () -> {
            publish(certificate(plant, "plc"), "line3/speed", "7");
            assertThat(hmi.since(0)).anyMatch(message -> message.topic().equals("line3/speed"));
          });
    }
    stranger.sign("renewed");
    install("renewed", stranger);

    List<String> connection = new ArrayList<>(tls(stranger));
    connection.addAll(List.of("-u", "hmi", "-P", PASSWORD));
    Await.until(
        "the new certificate",
        () -> assertThat(publish(connection, "line1/setpoint", "1").exitCode()).isZero());
    install("gateway", plant);
    Await.until(
        "the old certificate",
        () ->
            assertThat(publish(user("hmi", PASSWORD), "line1/setpoint", "1").exitCode()).isZero());
  }

  @Test
  void aBrowsersLibraryComesInThroughAWebSocket() throws Exception {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName("hmi");
    options.setPassword(PASSWORD.toCharArray());
    MqttClient client =
        new MqttClient(
            "ws://127.0.0.1:" + webSocketPort.number() + "/mqtt", "page", new MemoryPersistence());
    client.connect(options);
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    client.subscribe("line1/#", 1, (topic, message) -> received.add(topic + " " + message));

    client.publish("line1/setpoint", "17".getBytes(UTF_8), 1, false);

    assertThat(received.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo("line1/setpoint 17");
    client.disconnect();
    client.close();
  }

  @Test
  void theShellMakesPasswordsThatWork() throws IOException {
    String made = node.shell("bus:passwd shift2");
    String password = value(made, "password");
    Path users = conf.resolve("bus.users");
    String before = Files.readString(users);
    Files.writeString(users, before + value(made, "line") + "\n");

    Await.until(
        "the new user",
        () -> assertThat(publish(user("shift2", password), "line1/x", "1").exitCode()).isZero());

    Files.writeString(users, before);
    assertThat(node.log().since(0)).noneMatch(line -> line.contains(password));
  }

  private static String value(String lines, String name) {
    return lines
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAddressThatOthersReachIsNotOpenedWithoutUsersAndTheNodeRunsOn() {
    try (MargayNode open = MargayNode.unpacked("bus-open");
        ReservedPort port = new ReservedPort()) {
      open.configure(
          "io.margay.bus.cfg",
          "host = 0.0.0.0\nport = %d\nws.port = %d\n".formatted(open.mqttPort(), port.number()));
      open.start();

      assertThat(open.shell("bus:status"))
          .contains("which needs users = <file> and acl = <file>")
          .contains("127.0.0.1:" + port.number() + " (WebSocket)");
      List<String> connection = List.of("-h", "127.0.0.1", "-p", "" + open.mqttPort());
      assertThat(publish(connection, "a", "1").exitCode()).isNotZero();
    }
  }

  @Test
  void aNodeWithoutTlsLoadsNothingForIt() throws IOException {
    try (MargayNode plain = MargayNode.unpacked("bus-plain")) {
      plain.with("MARGAY_JAVA_OPTS", "-Xlog:class+load:file=" + folder.resolve("classes.log"));
      plain.start();
      assertThat(plain.shell("bus:status")).contains("certificate");

      List<String> classes = Files.readAllLines(folder.resolve("classes.log"));
      assertThat(classes)
          .anyMatch(line -> line.contains("io.margay.bus.internal.mqtt.MqttBroker "));
      assertThat(classes)
          .filteredOn(
              line -> line.contains("io.netty.handler.ssl.") || line.contains(".codec.http."))
          .isEmpty();
    }
  }

  private List<String> tls(TestAuthority trusted) {
    return List.of(
        "-h", "127.0.0.1", "-p", "" + tlsPort.number(), "--cafile", trusted.root().toString());
  }

  private List<String> user(String name, String password) {
    return join(tls(plant), "-u", name, "-P", password);
  }

  private List<String> certificate(TestAuthority issuer, String subject) {
    return join(
        tls(plant),
        "--cert",
        issuer.certificate(subject).toString(),
        "--key",
        issuer.key(subject).toString());
  }

  private List<String> intruder() {
    return certificate(stranger, "intruder");
  }

  private static RunningProgram.Result publish(
      List<String> connection, String topic, String payload) {
    return run(
        join(
            join(List.of(Program.MOSQUITTO_PUB.path()), connection.toArray(String[]::new)),
            "-q",
            "1",
            "-t",
            topic,
            "-m",
            payload));
  }

  private static List<String> sub(List<String> connection, String... options) {
    return join(
        join(List.of(Program.MOSQUITTO_SUB.path()), connection.toArray(String[]::new)), options);
  }

  private static RunningProgram.Result run(List<String> command) {
    return RunningProgram.run(command.toArray(String[]::new));
  }

  private static void run(String... command) {
    RunningProgram.Result result = RunningProgram.run(command);
    assertThat(result.exitCode()).as(result.text()).isZero();
  }

  private static List<String> join(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
