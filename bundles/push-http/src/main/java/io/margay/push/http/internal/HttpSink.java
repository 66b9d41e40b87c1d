package io.margay.push.http.internal;

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

/** Pushes by HTTP: {@code pushMethod.http}. */
@Component
public final class HttpSink implements PushSink {

  @Override
  public String method() {
    return "http";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    HttpSettings.of(settings.read(problems::add));
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return HttpSettings.of(settings.read()).target();
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    HttpSettings wanted = HttpSettings.of(settings.read());
    WebPost post = new WebPost(wanted.url(), wanted.access(), settings.secrets());
    return wanted.legacy() ? new FormChannel(post) : new JsonChannel(post);
  }
}
