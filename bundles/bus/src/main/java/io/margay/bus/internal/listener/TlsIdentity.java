package io.margay.bus.internal.listener;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/**
 * The node's certificate, ready for connections.
 *
 * @param expires when the certificate is no longer valid
 */
record TlsIdentity(SSLContext context, Instant expires) {
  private static final int MOST_KEPT_SESSIONS = 1_000;
  private static final int SESSION_SECONDS = 3_600;

  /**
   * Reads the files and checks that they belong together.
   *
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  static TlsIdentity load(TlsSettings settings) throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = PemFiles.certificates(settings.certificate());
    PrivateKey key = PemFiles.key(settings.key());
    X509Certificate own = chain.get(0);
    if (!belongTogether(key, own)) {
      throw new IllegalArgumentException(
          settings.key() + " is not the key of the first certificate in " + settings.certificate());
    }
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager[] trusted =
        settings.clientCa().isPresent()
            ? PemManagers.trusting(settings.clientCa().get())
            : new TrustManager[0];
    context.init(PemManagers.showing(key, chain), trusted, new SecureRandom());
    SSLSessionContext sessions = context.getServerSessionContext();
    sessions.setSessionCacheSize(MOST_KEPT_SESSIONS);
    sessions.setSessionTimeout(SESSION_SECONDS);
    return new TlsIdentity(context, own.getNotAfter().toInstant());
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String own = key.getAlgorithm();
    if (!own.equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (own) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> own;
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    return signature.verify(signed);
  }
}
