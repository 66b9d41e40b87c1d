package io.margay.push.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.driver.Deadline;
import io.margay.push.LegacyText;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.net.WebPost;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;

/**
 * Posts each record as a form, as KubeEdge's mappers do: {@code
 * speed=12.5&time=2026-11-27+06%3A00%3A00}, but escaped. Bad samples, for which that form has no
 * words, are left out.
 */
final class FormChannel implements PushChannel {
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/x-www-form-urlencoded");

  private final WebPost post;

  FormChannel(WebPost post) {
    this.post = post;
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    for (int i = 0; i < batch.size(); i++) {
      try {
        deliver(batch.get(i), deadline);
      } catch (PushException e) {
        throw e.afterDelivering(i);
      }
    }
  }

  private void deliver(PushRecord sent, Deadline deadline) throws PushException {
    if (sent.sample().value() == null) {
      return;
    }
    String form =
        URLEncoder.encode(sent.property(), UTF_8)
            + "="
            + URLEncoder.encode(LegacyText.value(sent), UTF_8)
            + "&time="
            + URLEncoder.encode(LegacyText.time(sent), UTF_8);
    post.send(HEADERS, form.getBytes(UTF_8), Patience.forPost(sent, deadline));
  }

  @Override
  public void close() {
    // Java keeps the connection for some seconds and closes it by itself.
  }
}
