package io.margay.push.redis.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import io.margay.push.PushSink;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The push method {@code redis}: samples become members of a sorted set for each device. */
@Component
public final class RedisSink implements PushSink {

  @Override
  public String method() {
    return "redis";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    RedisServer.read(settings, problems::add);
    SetForm.read(settings, problems::add);
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return RedisServer.read(settings, problem -> {}).toString();
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    RedisServer server = RedisServer.read(settings, problem -> {});
    return RedisChannel.open(server, settings.secrets(), deadline);
  }
}
