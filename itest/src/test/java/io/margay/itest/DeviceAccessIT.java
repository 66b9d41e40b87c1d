package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.Mbpoll;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.RunningProgram;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People reach a device of another implementation from the shell, and see what the engine made. */
class DeviceAccessIT {
  private static LibmodbusServer slave;
  private static MargayNode node;
  private static DataFeed feed;

  @BeforeAll
  static void serveAPress() {
    slave = LibmodbusServer.still();
    node = MargayNode.running("device-access", "modbus");
    feed = DataFeed.on(node.mqttPort());
    node.apply(
        "press.yaml",
        DeviceYaml.modbus("press", slave.port(), 1)
            .writableHolding("setpoint", 5)
            .property("heat", "DOUBLE", "ReadWrite", holding(6, "scale", 0.1, "valueOffset", -20))
            .property(
                "mode",
                "STRING",
                "ReadWrite",
                holding(7, "enum", "{\"0\": stopped, \"1\": running}", "verify", true))
            .property("level", "INT", "ReadOnly", holding(8, "deadband", 5, "maxSilence", 0)));
    feed.awaitGood(0, "press", "setpoint");
  }

  @AfterAll
  static void stopEverything() {
    feed.close();
    node.close();
    slave.close();
  }

  @Test
  void aWriteIsOnTheSlaveWhenTheCommandReturnsAndIsReadBack() {
    assertThat(node.shell("device:write press setpoint 77")).contains("setpoint is written 77");
    assertThat(new Mbpoll(slave.port(), 1).holding(5)).isEqualTo(77);
    assertThat(node.shell("device:read press setpoint")).contains("77").contains("GOOD");

    assertThat(node.shell("device:write press heat 3.5")).contains("heat is written 3.5");
    assertThat(new Mbpoll(slave.port(), 1).holding(6)).isEqualTo(235);
    assertThat(node.shell("device:read press heat")).contains("3.5");
  }

  @Test
  void aNameIsWrittenAsItsNumberAndANumberWithoutNameIsDoubtful() {
    assertThat(node.shell("device:write press mode running")).contains("mode is written running");
    assertThat(new Mbpoll(slave.port(), 1).holding(7)).isEqualTo(1);
    assertThat(node.shell("device:read press mode")).contains("running").contains("GOOD");

    new Mbpoll(slave.port(), 1).writeHolding(7, 9);
    assertThat(node.shell("device:read press mode"))
        .contains("UNCERTAIN")
        .contains("9 has no name; known are 0 stopped, 1 running");
  }

  @Test
  void aStepWithinTheDeadbandIsRememberedButNotPublished() {
    Mbpoll mbpoll = new Mbpoll(slave.port(), 1);
    mbpoll.writeHolding(8, 100);
    feed.await(0, "press", "level", "100", reading -> reading.value().equals("100"));
    int mark = feed.mark();

    mbpoll.writeHolding(8, 103);
    Await.until(
        "the small step in the history",
        () -> assertThat(node.shell("device:history press level")).contains("103"));
    mbpoll.writeHolding(8, 106);

    assertThat(feed.awaitCount(mark, "press", "level", 1).get(0).value()).isEqualTo("106");
  }

  @Test
  void aMistakeIsToldInOneLine() {
    assertThat(refusal("device:read press weight"))
        .contains("device default/press has no property weight; it has setpoint");
    assertThat(refusal("device:write press setpoint fast")).contains("\"fast\" is not a number");
    assertThat(refusal("device:call press start")).contains("has no method start");
  }

  @Test
  void aDriverDescribesItself() {
    assertThat(node.shell("mapper:describe modbus")).contains("modbus").contains("read, write");
    assertThat(refusal("mapper:describe nothing")).contains("no driver serves protocol nothing");
  }

  private static String refusal(String command) {
    RunningProgram.Result result = node.margay("shell", command);
    assertThat(result.exitCode()).isNotZero();
    return result.text();
  }

  private static Map<String, Object> holding(
      int offset, String key, Object value, String otherKey, Object otherValue) {
    return Map.of(
        "register",
        "HoldingRegister",
        "offset",
        offset,
        "limit",
        1,
        key,
        value,
        otherKey,
        otherValue);
  }
}
