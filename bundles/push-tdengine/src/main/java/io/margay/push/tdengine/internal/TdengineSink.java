package io.margay.push.tdengine.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import io.margay.push.PushSink;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The push method {@code TDEngine}: samples become rows of a sub table for each property. */
@Component
public final class TdengineSink implements PushSink {

  @Override
  public String method() {
    return "TDEngine";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    Database.read(settings, problems::add);
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return Database.read(settings, problem -> {}).toString();
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    Database database = Database.read(settings, problem -> {});
    RestApi api = new RestApi(database, settings.secrets());
    api.run(Statements.stableCreation(database.stable()), deadline);
    return new TdengineChannel(api, database.stable());
  }
}
