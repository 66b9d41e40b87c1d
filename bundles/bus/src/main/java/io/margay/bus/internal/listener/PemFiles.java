package io.margay.bus.internal.listener;

import io.margay.bus.internal.access.TextFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys as openssl writes them (RFC 7468). */
public final class PemFiles {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END [A-Z ]*PRIVATE KEY-----");

  private PemFiles() {}

  /**
   * The certificates of a file, in its order.
   *
   * @throws IllegalArgumentException when there is none in the file, or a broken one
   */
  public static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    String text = TextFile.read(file);
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IllegalArgumentException(
          file + ": found no certificate, expected PEM (-----BEGIN CERTIFICATE-----)");
    }
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IllegalArgumentException(file + ": found a broken certificate");
    }
  }

  /**
   * The private key of a file.
   *
   * @throws IllegalArgumentException saying what form is expected and how to come by it
   */
  public static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher key = KEY.matcher(TextFile.readSecret(file));
    if (!key.find()) {
      throw new IllegalArgumentException(
          file + ": found no key, expected PEM (-----BEGIN PRIVATE KEY-----)");
    }
    String form = key.group(1);
    if (!form.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: found a key of the form \"%sPRIVATE KEY\", expected PKCS#8 without a password; openssl pkcs8 -topk8 -nocrypt -in %s -out new.key makes one"
              .formatted(file, form, file.getFileName()));
    }
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(bytes(file, key.group(2)));
    for (String algorithm : ALGORITHMS) {
      Optional<PrivateKey> found = decode(encoded, algorithm);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new IllegalArgumentException(
        file + ": found a broken or unknown key, expected one of " + ALGORITHMS);
  }

  private static Optional<PrivateKey> decode(PKCS8EncodedKeySpec encoded, String algorithm)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    } catch (InvalidKeySpecException ofAnotherAlgorithm) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(Path file, String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": the key is no Base64");
    }
  }
}
