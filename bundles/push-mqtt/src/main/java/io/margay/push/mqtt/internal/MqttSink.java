package io.margay.push.mqtt.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.Settings;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import io.margay.push.PushSink;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Pushes to an MQTT broker: {@code pushMethod.mqtt}. */
@Component
public final class MqttSink implements PushSink {

  @Override
  public String method() {
    return "mqtt";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    Settings reading = settings.read(problems::add);
    BrokerSettings.of(reading);
    MessageSettings.of(reading);
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return BrokerSettings.of(settings.read()).target();
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    return MqttChannel.open(BrokerSettings.of(settings.read()), settings.secrets(), deadline);
  }
}
