package io.margay.bus.internal.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Turns what is in PEM files into what TLS asks for. */
public final class PemManagers {
  private static final char[] NO_PASSWORD = new char[0];

  private PemManagers() {}

  /** Shows a certificate, with those between it and its authority, to the other side. */
  public static KeyManager[] showing(PrivateKey key, List<X509Certificate> chain)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setKeyEntry("node", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** Trusts those whose certificates the authorities in a file have signed. */
  public static TrustManager[] trusting(Path roots) throws IOException, GeneralSecurityException {
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
