package io.margay.driver.onvif.internal.http;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks a camera's web server, over one connection that is kept from request to request.
 *
 * <p>Sockets, and not the JDK's own client, because that one starts a thread of its own and keeps
 * it until the garbage collector comes by; a driver has none to spare, and must leave none behind.
 * Redirects are not followed: credentials would go with them.
 */
public final class Web implements AutoCloseable {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final TlsSettings tls;
  private final @Nullable DigestAnswers digest;
  private volatile @Nullable Connection kept;

  /**
   * @param digest who answers the challenges of HTTP Digest; null when nobody does
   */
  public Web(TlsSettings tls, @Nullable Credentials digest) {
    this.tls = tls;
    this.digest = digest == null ? null : new DigestAnswers(digest, new SecureRandom());
  }

  /**
   * Asks, and once more when the server wants to know who asks.
   *
   * @param mostBytes what the body of the answer may have
   * @throws DriverException when there is no answer
   */
  public Answer ask(Address address, Request request, int mostBytes, Deadline deadline)
      throws DriverException {
    try {
      Answer answer = exchange(address, request, mostBytes, deadline);
      if (answer.isUnauthorized() && digest != null && digest.takeUp(answer)) {
        return exchange(address, request, mostBytes, deadline);
      }
      return answer;
    } catch (IOException e) {
      close();
      throw new DriverException(address.authority() + ": " + reason(e, deadline), e);
    }
  }

  /**
   * A server may close a connection that was idle just when it is used again. One that has begun to
   * answer has done what was asked.
   */
  private Answer exchange(Address address, Request request, int mostBytes, Deadline deadline)
      throws IOException {
    Connection connection = connection(address, deadline);
    boolean mayBeStale = connection.wasUsed();
    try {
      return exchange(connection, request, mostBytes, deadline);
    } catch (EOFException | SocketException e) {
      close();
      if (!mayBeStale || connection.isAnswering()) {
        throw e;
      }
      return exchange(connection(address, deadline), request, mostBytes, deadline);
    }
  }

  private Answer exchange(Connection connection, Request request, int mostBytes, Deadline deadline)
      throws IOException {
    connection.send(digest == null ? request : digest.sign(request), deadline);
    Answer answer = connection.receive(mostBytes, deadline);
    if (!answer.keepsConnection()) {
      close();
    }
    return answer;
  }

  private Connection connection(Address address, Deadline deadline) throws IOException {
    Connection there = kept;
    if (there != null && there.leadsTo(address)) {
      return there;
    }
    close();
    Connection fresh = Connection.open(address, tls, deadline);
    kept = fresh;
    return fresh;
  }

  /** Sends a request whose answer is to be received later, see {@link #receive}. */
  public void send(Address address, Request request, Deadline deadline) throws IOException {
    Connection connection = connection(address, deadline);
    connection.send(digest == null ? request : digest.sign(request), deadline);
  }

  /** Sends a request whose answer nobody will receive, if there is a connection for it. */
  public void sendIfConnected(Address address, Request request) throws IOException {
    Connection connection = kept;
    if (connection != null && connection.leadsTo(address)) {
      connection.send(digest == null ? request : digest.sign(request), Deadline.in(AT_ONCE));
      connection.close();
    }
  }

  /**
   * Receives the answer to what was sent.
   *
   * @return null when the server wants to know who asks: send it once more
   */
  public @Nullable Answer receive(int mostBytes, Deadline deadline) throws IOException {
    Connection connection = kept;
    if (connection == null) {
      throw new EOFException("the connection was closed");
    }
    Answer answer = connection.receive(mostBytes, deadline);
    if (!answer.keepsConnection()) {
      close();
    }
    return answer.isUnauthorized() && digest != null && digest.takeUp(answer) ? null : answer;
  }

  /** What can be waited upon until an answer comes; null when nothing was sent. */
  public @Nullable SocketChannel channel() {
    Connection connection = kept;
    return connection == null ? null : connection.channel();
  }

  /** What went wrong, in words for people. */
  public static String reason(IOException e, Deadline deadline) {
    if (e instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
      return "interrupted";
    }
    if (e instanceof SocketTimeoutException || deadline.hasPassed()) {
      return "no answer in time";
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    return String.valueOf(e.getMessage());
  }

  @Override
  public void close() {
    Connection last = kept;
    kept = null;
    if (last != null) {
      last.close();
    }
  }
}
