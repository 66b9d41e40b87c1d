package io.margay.bus.internal.listener;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Self-signed certificates, made by the JDK's keytool. */
final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private TestCertificates() {}

  /** A key and its certificate. */
  record Identity(KeyStore store, PrivateKey key, X509Certificate certificate) {

    void write(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
      Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
      Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
    }
  }

  static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
  }

  /**
   * Makes one.
   *
   * @param valid options of keytool that say from when to when
   */
  static Identity make(Path folder, String name, String... valid) throws Exception {
    Path file = folder.resolve(name + ".p12");
    ProcessBuilder keytool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name + ", O=Plant",
            "-keystore",
            file.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD));
    keytool.command().addAll(List.of(valid));
    Process process = keytool.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("keytool: " + output);
    }
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    return new Identity(
        store,
        (PrivateKey) store.getKey("it", PASSWORD),
        (X509Certificate) store.getCertificate("it"));
  }

  /**
   * What a client uses that trusts whatever server; without a certificate if {@code own} is null.
   */
  static SSLContext client(Identity own) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = null;
    if (own != null) {
      keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own.store(), PASSWORD);
    }
    context.init(
        keys == null ? null : keys.getKeyManagers(), new TrustManager[] {new TrustAll()}, null);
    return context;
  }

  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
