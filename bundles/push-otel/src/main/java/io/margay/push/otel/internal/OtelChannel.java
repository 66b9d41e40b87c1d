package io.margay.push.otel.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.net.WebPost;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Posts a batch as one export request, in OTLP's JSON encoding. */
final class OtelChannel implements PushChannel {
  private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");
  private static final Pattern REFUSED =
      Pattern.compile("\"rejectedDataPoints\"\\s*:\\s*\"?([1-9][0-9]*)");

  private final WebPost post;

  OtelChannel(WebPost post) {
    this.post = post;
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    String answer = post.send(HEADERS, ExportRequest.of(batch), deadline);
    Matcher refused = REFUSED.matcher(answer);
    if (refused.find()) {
      // The standard forbids to send any of it again.
      throw PushException.rejected(
              "the collector has taken all but " + refused.group(1) + " points: " + answer)
          .afterDelivering(batch.size());
    }
  }

  @Override
  public void close() {
    // Java keeps the connection for some seconds and closes it by itself.
  }
}
