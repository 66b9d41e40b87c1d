package io.margay.driver.onvif.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust where a camera is reached over HTTPS.
 *
 * @param authority the certificates of those who may sign for the camera; null for Java's own list
 * @param verify false to talk to whoever answers
 */
public record TlsSettings(@Nullable Path authority, boolean verify) {

  /** Trusts those whom Java trusts. */
  public static final TlsSettings USUAL = new TlsSettings(null, true);

  /** Begins TLS on a connection. */
  Socket secure(Socket bare, Address place) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust(), null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(bare, place.host(), place.port(), true);
    if (verify) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
    if (!verify) {
      return new TrustManager[] {new TrustAnybody()};
    }
    if (authority == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), one);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
