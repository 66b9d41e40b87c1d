package io.margay.push.influxdb2.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import io.margay.push.PushSink;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The push method {@code influxdb2}: samples become points in a bucket of an InfluxDB 2. */
@Component
public final class InfluxSink implements PushSink {

  @Override
  public String method() {
    return "influxdb2";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    Bucket.read(settings, problems::add);
    PointSettings.read(settings, problems::add);
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return Bucket.read(settings, problem -> {}).toString();
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    return new InfluxChannel(Bucket.read(settings, problem -> {}), settings.secrets());
  }
}
