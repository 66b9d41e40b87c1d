package io.margay.push.tdengine.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import java.util.List;

/**
 * Posts batches, mostly as one statement each. A row that is sent twice is one row, since TDengine
 * has one row for each time of a sub table.
 */
final class TdengineChannel implements PushChannel {
  private final RestApi api;
  private final String stable;

  TdengineChannel(RestApi api, String stable) {
    this.api = api;
    this.stable = stable;
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    for (String statement : Statements.insertions(stable, batch)) {
      api.run(statement, deadline);
    }
  }

  @Override
  public void close() {
    // Java keeps the connection for some seconds and closes it by itself.
  }
}
