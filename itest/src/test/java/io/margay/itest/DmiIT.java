package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.dmi.DmiPython;
import io.margay.itest.dmi.PythonMapper;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mapper in another process and language is a mapper like any other. */
class DmiIT {
  private static final int EVERY_MILLIS = 100;

  private static Path generated;
  private static MargayNode node;
  private static Path dmi;
  private static DataFeed feed;

  @BeforeAll
  static void startANode() {
    generated = DmiPython.generated();
    node = MargayNode.unpacked("dmi");
    dmi = node.var().resolve("run/dmi.sock");
    node.configure("io.margay.dmi.grpc.cfg", "socket=" + dmi + "\n");
    node.start();
    feed = DataFeed.on(node.mqttPort());
  }

  @AfterAll
  static void stopIt() {
    feed.close();
    node.close();
  }

  private static PythonMapper mapper(String name, String protocol, String... options) {
    return PythonMapper.start(generated, dmi, own(name), name, protocol, EVERY_MILLIS, options);
  }

  private static Path own(String name) {
    return node.var().resolve("run/" + name + ".sock");
  }

  private static DeviceYaml device(String name, String protocol) {
    return DeviceYaml.of(name, protocol)
        .setting("ip", "10.0.0.7")
        .setting("port", 1502)
        .setting("serial", 9007199254740993L)
        .setting("gain", 0.5)
        .setting("tls", true)
        .property("counter", "INT", "ReadOnly", Map.of("register", "A"))
        .property("setpoint", "INT", "ReadWrite", Map.of("register", "B"));
  }

  @Test
  void theSocketIsForItsOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dmi)))
        .isEqualTo("rw-------");
  }

  @Test
  void aMapperGetsItsDevicesAndWhatItReportsIsOnMqttAndInTheShell() {
    node.apply("scale.yaml", device("scale", "weigh"));
    Await.until(
        "the device to wait for its mapper",
        () ->
            assertThat(node.shell("device:get scale"))
                .contains("waits for a driver of protocol weigh"));

    try (PythonMapper mapper = mapper("weigh-mapper", "weigh")) {
      String given = mapper.told().await(0, "GIVEN default/scale");
      Reading reading = feed.awaitGood(0, "scale", "counter");

      assertThat(given)
          .contains(
              "gain:FloatValue,ip:StringValue,port:Int32Value,serial:Int64Value,tls:BoolValue");
      mapper.told().await(0, "with 1 models and 1 devices");
      assertThat(reading.type()).isEqualTo("int");
      assertThat(Integer.parseInt(reading.value())).isPositive();
      assertThat(node.shell("device:get scale")).containsPattern("counter +\\d+");
      assertThat(node.shell("device:list")).containsPattern("scale.*online");
      assertThat(node.shell("dmi:list")).containsPattern("weigh-mapper.*connected");

      assertThat(node.shell("device:set scale setpoint 42")).contains("setpoint is set to 42");
      mapper.told().await(0, "UpdateDevice default/scale");
      feed.await(0, "scale", "setpoint", "42", seen -> seen.value().equals("42"));

      node.unapply("scale.yaml");
      mapper.told().await(0, "RemoveDevice default/scale");
      mapper.told().await(0, "RemoveDeviceModel default/scale-model");
    }
  }

  @Test
  void aDeviceThatComesLaterIsToldAfterItsModelAndNeverTwice() {
    try (PythonMapper mapper = mapper("late-mapper", "late")) {
      mapper.told().await(0, "REGISTERED");
      node.apply("late.yaml", device("late", "late"));
      feed.awaitGood(0, "late", "counter");
      node.apply("late.yaml", device("late", "late").text() + "# nothing else\n");
      node.apply("other.yaml", device("other", "late"));
      feed.awaitGood(0, "other", "counter");

      List<String> calls = mapper.told().since(0);

      assertThat(calls.stream().filter(line -> line.contains("default/late")).map(DmiIT::call))
          .containsExactly("CreateDeviceModel", "RegisterDevice");
    }
  }

  @Test
  void aMapperThatDiesIsMissedAndComesBackOnAnotherSocketWithItsDevices() {
    node.apply("pump.yaml", device("pump", "pump"));
    try (PythonMapper mapper = mapper("pump-mapper", "pump")) {
      feed.awaitGood(0, "pump", "counter");

      mapper.kill();

      Await.until(
          "the device to be unknown",
          () ->
              assertThat(node.shell("device:get pump"))
                  .containsPattern("(?s)unknown.*mapper pump-mapper at .* cannot be reached"));
    }
    int mark = feed.mark();
    try (PythonMapper again =
        PythonMapper.start(generated, dmi, own("elsewhere"), "pump-mapper", "pump", EVERY_MILLIS)) {
      again.told().await(0, "GIVEN default/pump");
      feed.awaitGood(mark, "pump", "counter");
      Await.until(
          "the device to be online",
          () -> assertThat(node.shell("device:list")).containsPattern("pump +.*online"));
      Await.until(
          "the mapper to be reached",
          () -> assertThat(node.shell("dmi:list")).containsPattern("pump-mapper.*connected"));
      assertThat(node.shell("device:set pump setpoint 7")).contains("setpoint is set to 7");
    }
  }

  @Test
  void ofTwoMappersOfOneProtocolADeviceGetsTheOneItNames() {
    node.apply(
        "named.yaml",
        device("named", "twice")
            .text()
            .replace(
                "  name: named\n",
                "  name: named\n  annotations: {devices.margay.io/mapper: second-mapper}\n"));
    try (PythonMapper first = mapper("first-mapper", "twice")) {
      first.told().await(0, "with 0 models and 0 devices");
      Await.until(
          "the device to wait",
          () ->
              assertThat(node.shell("device:get named"))
                  .contains("waits for mapper second-mapper"));
      assertThat(node.shell("mapper:list")).containsPattern("twice +first-mapper.*remote");
      try (PythonMapper second = mapper("second-mapper", "twice")) {
        second.told().await(0, "GIVEN default/named");
        feed.awaitGood(0, "named", "counter");
      }
    }
  }

  @Test
  void aDeviceThatTheMapperRefusesIsUnhealthyWithTheMappersReason() {
    try (PythonMapper mapper = mapper("full-mapper", "full", "refuse")) {
      mapper.told().await(0, "REGISTERED");
      node.apply("guest.yaml", device("guest", "full"));

      Await.until(
          "the refusal to be shown",
          () ->
              assertThat(node.shell("device:get guest"))
                  .containsPattern("(?s)unhealthy.*refuses RegisterDevice: no room for guest"));
    }
  }

  @Test
  void aSettingThatNoMapperCouldReadIsRefusedWithItsPlace() {
    try (PythonMapper mapper = mapper("strict-mapper", "strict")) {
      mapper.told().await(0, "REGISTERED");
      node.apply("listed.yaml", device("listed", "strict").setting("ports", "[1, 2]"));

      Await.until(
          "the manifest to be refused",
          () ->
              assertThat(node.shell("manifests:list"))
                  .containsPattern(
                      Pattern.compile("listed.yaml +refused.*configData/ports", Pattern.DOTALL)));
    }
  }

  @Test
  void aHostileMapperIsAnsweredWithReasonsAndHarmsNobody() {
    node.apply("victim.yaml", device("victim", "victim"));
    try (PythonMapper mapper = mapper("victim-mapper", "victim")) {
      feed.awaitGood(0, "victim", "counter");

      RunningProgram.Result said =
          RunningProgram.run(
              Program.PYTHON_GRPC.path(),
              Path.of(System.getProperty("margay.counterparties"), "dmi_hostile.py").toString(),
              generated.toString(),
              dmi.toString(),
              "victim");

      assertThat(said.lines())
          .contains(
              "no mapper: INVALID_ARGUMENT mapper is missing",
              "relative address: INVALID_ARGUMENT mapper.address is no absolute path of a unix"
                  + " socket",
              "no device name: INVALID_ARGUMENT deviceName is empty",
              "unknown device: NOT_FOUND device default/nobody is unknown, or not given to any"
                  + " mapper in another process",
              "unknown property: INVALID_ARGUMENT twins: device default/victim has no property"
                  + " \"../x\"; it has [counter, setpoint]",
              "empty twin: OK",
              "streams: 2000",
              "authority localhost: OK",
              "authority %2Fetc%2Fkubeedge%2Fdmi.sock: OK",
              "authority " + dmi + ": OK",
              "after strangers: OK",
              "END");
      assertThat(said.text())
          .contains("no protocol: INVALID_ARGUMENT mapper.protocol is empty")
          .contains("unknown state: INVALID_ARGUMENT state is none of")
          .contains("huge message: RESOURCE_EXHAUSTED");
      feed.awaitGood(feed.mark(), "victim", "counter");
    }
  }

  @Test
  void aNodeThatStartsAgainFindsItsMapperAndTellsItNothingTwice() {
    node.apply("belt.yaml", device("belt", "belt"));
    try (PythonMapper mapper = mapper("belt-mapper", "belt")) {
      feed.awaitGood(0, "belt", "counter");
      int mark = mapper.told().mark();

      node.stop();
      node.start();
      feed.close();
      feed = DataFeed.on(node.mqttPort());
      feed.awaitGood(0, "belt", "counter");
      Await.until(
          "the mapper to be reached again",
          () -> assertThat(node.shell("dmi:list")).containsPattern("belt-mapper.*connected"));
      node.apply("strap.yaml", device("strap", "belt"));
      mapper.told().await(mark, "RegisterDevice default/strap");

      assertThat(mapper.told().since(mark).stream().filter(line -> line.contains("default/belt ")))
          .allMatch(line -> line.startsWith("GetDevice"));
    }
  }

  @Test
  void theMapperOfThePageRunsAsItIsCopied() throws IOException {
    String page = Files.readString(node.home().resolve("extras/dmi/README.md"));
    Path script = Files.writeString(node.home().resolve("clock_mapper.py"), block(page, "python"));
    node.apply("clock.yaml", block(page, "yaml"));

    try (RunningProgram clock =
        RunningProgram.start(
            WorkFolder.numbered("clock-mapper", "log"),
            Map.of("PYTHONPATH", generated.toString()),
            List.of(
                Program.PYTHON_GRPC.path(),
                script.toString(),
                dmi.toString(),
                own("clock").toString()))) {
      assertThat(feed.awaitGood(0, "clock", "seconds").type()).isEqualTo("int");
      assertThat(clock.isAlive()).isTrue();
    }
  }

  private static String block(String page, String language) {
    String start = "```" + language + "\n";
    int begin = page.indexOf(start) + start.length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  private static String call(String line) {
    return line.substring(0, line.indexOf(' '));
  }
}
