package io.margay.bus.internal.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The node's certificate, ready for connections.
 *
 * @param expires when the certificate is no longer valid
 */
record TlsIdentity(SSLContext context, Instant expires) {
  private static final int MOST_KEPT_SESSIONS = 1_000;
  private static final int SESSION_SECONDS = 3_600;
  private static final char[] NO_PASSWORD = new char[0];

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
            ? trustManagers(settings.clientCa().get())
            : new TrustManager[0];
    context.init(keyManagers(key, chain).getKeyManagers(), trusted, new SecureRandom());
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

  private static KeyManagerFactory keyManagers(PrivateKey key, List<X509Certificate> chain)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setKeyEntry("node", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory;
  }

  private static TrustManager[] trustManagers(Path roots)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (X509Certificate root : PemFiles.certificates(roots)) {
      store.setCertificateEntry(
          root.getSubjectX500Principal() + "/" + root.getSerialNumber(), root);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
