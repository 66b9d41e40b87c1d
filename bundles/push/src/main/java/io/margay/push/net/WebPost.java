package io.margay.push.net;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushException;
import io.margay.push.SecretFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one URL, over a connection that is kept, and says what an answer means: 2xx is success;
 * 400, 409, 413, 415 and 422 are about what was posted, and will not become better; all else is
 * about the server, the path or the right to it, which somebody can mend, and is tried again later.
 *
 * <p>On Java's {@link HttpURLConnection}, as it has no threads: those of Java 17's {@code
 * HttpClient} outlive the bundle that began them. A server's certificate is checked, and redirects
 * are not followed, as they lose what was posted.
 */
public final class WebPost {
  private static final int LONGEST_QUOTE = 200;
  private static final int LARGEST_ANSWER = 1 << 16;
  private static final Set<Integer> ABOUT_WHAT_WAS_POSTED = Set.of(400, 409, 413, 415, 422);

  private final URI url;
  private final String authorization;
  private final @Nullable SSLSocketFactory sockets;

  /**
   * Reads the secrets; connects at the first post.
   *
   * @throws PushException when a secret cannot be read
   */
  public WebPost(URI url, WebAccess access, SecretFiles secrets) throws PushException {
    this.url = url;
    authorization = access.authorization(secrets);
    sockets = url.getScheme().equals("https") ? access.sockets(secrets) : null;
  }

  /**
   * What a server says to a post.
   *
   * @param body the beginning of it, {@value #LARGEST_ANSWER} bytes
   */
  public record Answer(int status, String body) {

    /** Whether the status is one of success. */
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** The answer in one line for people. */
    @Override
    public String toString() {
      if (body.isEmpty()) {
        return Integer.toString(status);
      }
      String quote = body.length() > LONGEST_QUOTE ? body.substring(0, LONGEST_QUOTE) + "…" : body;
      return status + ": " + quote;
    }
  }

  /**
   * Posts a body, and returns once the server has it.
   *
   * @return the server's answer, not more than {@value #LARGEST_ANSWER} bytes of it
   */
  public String send(Map<String, String> headers, byte[] body, Deadline deadline)
      throws PushException {
    Answer answer = exchange(headers, body, deadline);
    if (!answer.isSuccess()) {
      throw new PushException(kind(answer.status()), url + " answers " + answer);
    }
    return answer.body();
  }

  /**
   * Posts a body, and returns what the server says to it, for those who know better what it means.
   *
   * @throws PushException when it says nothing
   */
  public Answer exchange(Map<String, String> headers, byte[] body, Deadline deadline)
      throws PushException {
    try {
      HttpURLConnection connection = connection(headers, body, deadline);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
      int status = connection.getResponseCode();
      return new Answer(status, body(connection, status));
    } catch (HttpRetryException e) {
      return new Answer(e.responseCode(), "not authorized"); // Java gives nothing more of it
    } catch (IOException e) {
      throw PushException.unreachable(url + ": " + reason(e), e);
    }
  }

  private HttpURLConnection connection(Map<String, String> headers, byte[] body, Deadline deadline)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    if (connection instanceof HttpsURLConnection secure && sockets != null) {
      secure.setSSLSocketFactory(sockets);
    }
    int left = (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.remainingMillis()));
    connection.setConnectTimeout(left);
    connection.setReadTimeout(left);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    // A body of known length is streamed, which keeps Java from silently posting it a second time.
    connection.setFixedLengthStreamingMode(body.length);
    headers.forEach(connection::setRequestProperty);
    if (!authorization.isEmpty()) {
      connection.setRequestProperty("Authorization", authorization);
    }
    return connection;
  }

  /** Reads to the end, so that the connection can be used again. */
  private static String body(HttpURLConnection connection, int status) throws IOException {
    InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8).strip();
    }
  }

  private static PushException.Kind kind(int status) {
    return ABOUT_WHAT_WAS_POSTED.contains(status)
        ? PushException.Kind.REJECTED
        : PushException.Kind.UNREACHABLE;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
