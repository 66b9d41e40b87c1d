package io.margay.bus.internal.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS sockets from PEM files.
 *
 * @param authority the certificates of those who may sign for the other broker; null for Java's own
 *     list
 * @param certificate this node's, with those between it and its authority; null for none
 * @param key of the certificate, in PKCS #8 without a password (RFC 7468, section 10)
 */
record TlsFiles(@Nullable Path authority, @Nullable Path certificate, @Nullable Path key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  TlsFiles {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "certificateFile and keyFile: found one of them, expected both or none");
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException naming the key of the file that cannot be used
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
    if (authority == null) {
      return null;
    }
    KeyStore trusted = emptyStore();
    int count = 0;
    for (Certificate certificate : certificates("caFile", authority)) {
      trusted.setCertificateEntry("authority-" + ++count, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
    if (certificate == null || key == null) {
      return null;
    }
    KeyStore own = emptyStore();
    own.setKeyEntry(
        "own",
        privateKey(key),
        new char[0],
        certificates("certificateFile", certificate).toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(String setting, Path file)
      throws CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(setting + ": " + file + " holds no certificate");
      }
      return found;
    } catch (IOException e) {
      throw unreadable(setting, file, e);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "%s: %s holds no certificates in PEM: %s".formatted(setting, file, e.getMessage()), e);
    }
  }

  private static PrivateKey privateKey(Path file) throws GeneralSecurityException {
    Matcher pem = KEY.matcher(text("keyFile", file));
    if (!pem.find()) {
      throw new IllegalArgumentException(
          "keyFile: "
              + file
              + " holds no key that begins with BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt"
              + " makes one of others");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException ofAnotherAlgorithm) {
        // The next one is tried.
      }
    }
    throw new IllegalArgumentException(
        "keyFile: %s holds no key of %s".formatted(file, String.join(", ", ALGORITHMS)));
  }

  /**
   * The text of a small file.
   *
   * @param setting the key that names the file
   */
  static String text(String setting, Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unreadable(setting, file, e);
    }
  }

  private static IllegalArgumentException unreadable(String setting, Path file, IOException e) {
    return new IllegalArgumentException("%s: %s cannot be read: %s".formatted(setting, file, e), e);
  }
}
