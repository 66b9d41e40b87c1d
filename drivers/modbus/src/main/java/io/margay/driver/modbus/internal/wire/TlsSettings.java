package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and who we are (Modbus/TCP Security, MB-TCP-Security-v21).
 *
 * @param authority the certificates of those who may sign for the device; null for Java's own list
 * @param certificate ours, with those between it and its authority; null for none
 * @param key of our certificate
 * @param serverName whom the device's certificate must be for; null for its host
 * @param verify false to talk to whoever answers
 */
public record TlsSettings(
    @Nullable Path authority,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable String serverName,
    boolean verify) {

  /** Begins TLS on a connection; closes the connection when that does not come about. */
  StreamLine secure(DeadlineSocket bare, Endpoint endpoint, Deadline open)
      throws BrokenConnectionException {
    boolean done = false;
    try {
      StreamLine line = handshake(bare, endpoint, open);
      done = true;
      return line;
    } catch (NoSuchFileException e) {
      throw BrokenConnectionException.because("TLS: there is no file " + e.getMessage());
    } catch (SocketTimeoutException e) {
      throw BrokenConnectionException.because("no TLS with " + endpoint + " within the timeout");
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw BrokenConnectionException.because(
          Thread.currentThread().isInterrupted()
              ? "interrupted while connecting to " + endpoint
              : "no TLS with " + endpoint + ": " + e.getMessage());
    } finally {
      if (!done) {
        bare.closeAtOnce();
      }
    }
  }

  private StreamLine handshake(DeadlineSocket bare, Endpoint endpoint, Deadline open)
      throws IOException, GeneralSecurityException {
    bare.expectAnswerBy(open);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        certificate == null || key == null ? null : PemFiles.showing(certificate, key),
        trust(),
        null);
    String name = serverName == null ? endpoint.host() : serverName;
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(bare, name, endpoint.port(), true);
    if (verify) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return new StreamLine(bare, socket);
  }

  private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
    if (!verify) {
      return new TrustManager[] {new TrustAnybody()};
    }
    return authority == null ? null : PemFiles.trusting(authority);
  }
}
