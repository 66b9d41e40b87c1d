package io.margay.push.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.driver.Settings;
import io.margay.push.LegacyText;
import io.margay.push.PushRecord;
import io.margay.push.RecordJson;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/**
 * How {@code pushMethod.mqtt} wants each record published.
 *
 * @param legacy whether KubeEdge's text is sent instead of JSON
 */
record MessageSettings(String topic, int qos, boolean retained, boolean legacy) {
  private static final String FORMAT = "format";
  private static final Map<String, Boolean> FORMATS = Map.of("json", false, "legacy", true);
  private static final int LONGEST_TOPIC = 65_535;

  static MessageSettings of(Settings settings) {
    String topic = settings.text("topic");
    if (topic.indexOf('#') >= 0
        || topic.indexOf('+') >= 0
        || topic.indexOf('\0') >= 0
        || topic.getBytes(UTF_8).length > LONGEST_TOPIC) {
      settings.complain("topic", "a topic without wildcards");
    } else if (topic.isEmpty() && settings.has("topic")) {
      settings.complain("topic", "a topic");
    }
    return new MessageSettings(
        topic,
        (int) settings.integerOr(0, 0, 2, "qos"),
        settings.flagOr(false, "retained"),
        settings.has(FORMAT) && settings.choice(FORMATS, FORMAT).orElse(false));
  }

  MqttMessage message(PushRecord sent) {
    MqttMessage message = new MqttMessage(legacy ? legacyText(sent) : RecordJson.object(sent));
    message.setQos(qos);
    message.setRetained(retained);
    return message;
  }

  private byte[] legacyText(PushRecord sent) {
    String text = "time is " + LegacyText.time(sent) + "  " + topic + ": " + LegacyText.value(sent);
    return text.getBytes(UTF_8);
  }
}
