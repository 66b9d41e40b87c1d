package io.margay.push.influxdb2.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.SecretFiles;
import io.margay.push.net.WebAccess;
import io.margay.push.net.WebPost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Posts batches to one bucket, one request each. A point that is sent twice is one point, since its
 * measurement, tags and time are the same.
 */
final class InfluxChannel implements PushChannel {
  /** Smaller bodies are not worth the packing. */
  private static final int PACKED_FROM_BYTES = 1_000;

  private final Bucket bucket;
  private final WebPost post;
  private final Map<String, String> plainHeaders;
  private final Map<String, String> packedHeaders;

  /**
   * @throws PushException when a secret cannot be read
   */
  InfluxChannel(Bucket bucket, SecretFiles secrets) throws PushException {
    this.bucket = bucket;
    WebAccess noLogin = new WebAccess("", "", "", bucket.caSecret());
    this.post = new WebPost(bucket.writeAddress(), noLogin, secrets);
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "text/plain; charset=utf-8");
    if (!bucket.tokenSecret().isEmpty()) {
      headers.put("Authorization", "Token " + token(bucket.tokenSecret(), secrets));
    }
    this.plainHeaders = Map.copyOf(headers);
    headers.put("Content-Encoding", "gzip");
    this.packedHeaders = Map.copyOf(headers);
  }

  private static String token(String secret, SecretFiles secrets) throws PushException {
    String token = secrets.read(secret);
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw PushException.unreachable(
          "secret %s is no token; expected one line of ASCII without spaces".formatted(secret));
    }
    return token;
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    byte[] lines = lines(batch).getBytes(UTF_8);
    if (lines.length == 0) {
      return;
    }
    WebPost.Answer answer =
        lines.length < PACKED_FROM_BYTES
            ? post.exchange(plainHeaders, lines, deadline)
            : post.exchange(packedHeaders, packed(lines), deadline);
    if (!answer.isSuccess()) {
      throw new PushException(kind(answer.status()), bucket + " answers " + answer);
    }
  }

  /** A token, a bucket or an organisation that is missing can be made; a bad line stays bad. */
  private static PushException.Kind kind(int status) {
    return switch (status) {
      case 400, 413, 422 -> PushException.Kind.REJECTED;
      default -> PushException.Kind.UNREACHABLE;
    };
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

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return packed.toByteArray();
  }

  @Override
  public void close() {
    // Java keeps the connection for some seconds and closes it by itself.
  }
}
