package io.margay.push.influxdb2.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Posts batches to one bucket, one request each. A point that is sent twice is one point, since its
 * measurement, tags and time are the same.
 */
final class InfluxChannel implements PushChannel {
  /** Smaller bodies are not worth the packing. */
  private static final int PACKED_FROM_BYTES = 1_000;

  private static final int LONGEST_QUOTE = 300;
  private static final int TOO_LARGE = 413;

  private final Bucket bucket;
  private final Token token;
  private final HttpClient http = HttpClient.newHttpClient();

  InfluxChannel(Bucket bucket, Token token) {
    this.bucket = bucket;
    this.token = token;
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    String lines = lines(batch);
    if (lines.isEmpty()) {
      return;
    }
    HttpResponse<String> answer = post(lines.getBytes(UTF_8), deadline);
    if (answer.statusCode() == TOO_LARGE && batch.size() > 1) {
      int half = batch.size() / 2;
      deliver(batch.subList(0, half), deadline);
      deliver(batch.subList(half, batch.size()), deadline);
      return;
    }
    check(answer);
  }

  private static String lines(List<PushRecord> batch) {
    IdentityHashMap<PushSettings, LineFormat> formats = new IdentityHashMap<>();
    StringBuilder lines = new StringBuilder(128 * batch.size());
    for (PushRecord sent : batch) {
      formats
          .computeIfAbsent(
              sent.settings(),
              settings -> new LineFormat(PointSettings.read(settings, problem -> {})))
          .append(lines, sent);
    }
    return lines.toString();
  }

  private HttpResponse<String> post(byte[] body, Deadline deadline) throws PushException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bucket.writeAddress())
            .timeout(Duration.ofMillis(Math.max(1, deadline.remainingMillis())))
            .header("Content-Type", "text/plain; charset=utf-8");
    token.addTo(request);
    if (body.length < PACKED_FROM_BYTES) {
      request.POST(BodyPublishers.ofByteArray(body));
    } else {
      request.header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(packed(body)));
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw PushException.unreachable("%s does not answer: %s".formatted(bucket, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PushException.unreachable("%s: interrupted".formatted(bucket), e);
    }
  }

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return packed.toByteArray();
  }

  private void check(HttpResponse<String> answer) throws PushException {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return;
    }
    String message = "%s answers %d: %s".formatted(bucket, status, quoted(answer.body()));
    throw switch (status) {
      case 400, TOO_LARGE, 422 -> PushException.rejected(message);
      default -> PushException.unreachable(message);
    };
  }

  private static String quoted(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }

  /** The client ends its thread by itself once nobody holds it. */
  @Override
  public void close() {}
}
