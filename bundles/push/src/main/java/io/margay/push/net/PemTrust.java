package io.margay.push.net;

import io.margay.push.PushException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS sockets that trust the authorities of a PEM text, and nobody else. */
public final class PemTrust {
  private PemTrust() {}

  /**
   * Makes them.
   *
   * @param name of the secret that has the text, for what is told
   * @throws PushException when the text has no certificate
   */
  public static SSLSocketFactory socketFactory(String name, String pem) throws PushException {
    try {
      Collection<? extends Certificate> authorities =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      if (authorities.isEmpty()) {
        throw PushException.unreachable(
            "secret " + name + " holds no certificate; expected PEM of an authority");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + count++, authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw PushException.unreachable("secret " + name + " is no certificate: " + e, e);
    }
  }
}
