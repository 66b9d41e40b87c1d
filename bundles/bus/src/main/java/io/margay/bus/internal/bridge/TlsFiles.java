package io.margay.bus.internal.bridge;

import io.margay.bus.internal.listener.PemFiles;
import io.margay.bus.internal.listener.PemManagers;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS sockets from PEM files.
 *
 * @param authority the certificates of those who may sign for the other broker; null for Java's own
 *     list
 * @param certificate this node's, with those between it and its authority; null for none
 * @param key of the certificate
 */
record TlsFiles(@Nullable Path authority, @Nullable Path certificate, @Nullable Path key) {

  TlsFiles {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "certificateFile and keyFile: found one of them, expected both or none");
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException naming the file that cannot be used
   */
  SSLSocketFactory socketFactory() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), trust(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e, e);
    }
  }

  private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
    return authority == null ? null : PemManagers.trusting(authority);
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
    return certificate == null || key == null
        ? null
        : PemManagers.showing(PemFiles.key(key), PemFiles.certificates(certificate));
  }
}
