package io.margay.push.otel.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import io.margay.push.PushSink;
import io.margay.push.net.WebPost;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Pushes to an OpenTelemetry collector: {@code pushMethod.otel}. */
@Component
public final class OtelSink implements PushSink {

  @Override
  public String method() {
    return "otel";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    OtelSettings.of(settings.read(problems::add));
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return OtelSettings.of(settings.read()).target();
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    OtelSettings wanted = OtelSettings.of(settings.read());
    return new OtelChannel(new WebPost(wanted.url(), wanted.access(), settings.secrets()));
  }
}
