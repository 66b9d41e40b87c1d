package io.margay.push.http.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.RecordJson;
import io.margay.push.net.WebPost;
import java.util.List;
import java.util.Map;

/** Posts a batch as one JSON array. */
final class JsonChannel implements PushChannel {
  private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

  private final WebPost post;

  JsonChannel(WebPost post) {
    this.post = post;
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    post.send(HEADERS, RecordJson.array(batch), Patience.forPost(batch.get(0), deadline));
  }

  @Override
  public void close() {
    // Java keeps the connection for some seconds and closes it by itself.
  }
}
