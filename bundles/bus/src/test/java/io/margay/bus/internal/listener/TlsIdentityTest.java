package io.margay.bus.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.internal.listener.TestCertificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
  @TempDir static Path made;
  private static Identity one;
  private static Identity other;

  @TempDir Path conf;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void make() throws Exception {
    one = TestCertificates.make(made, "one");
    other = TestCertificates.make(made, "other");
  }

  @BeforeEach
  void write() throws Exception {
    certificate = conf.resolve("node.pem");
    key = conf.resolve("node.key");
    one.write(certificate, key);
  }

  @Test
  void aCertificateAndItsKeyAreRead() throws Exception {
    TlsIdentity identity = TlsIdentity.load(settings());

    assertThat(identity.expires()).isEqualTo(one.certificate().getNotAfter().toInstant());
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    other.write(conf.resolve("x"), key);

    assertThatThrownBy(() -> TlsIdentity.load(settings()))
        .hasMessage(key + " is not the key of the first certificate in " + certificate);
  }

  @Test
  void aKeyOfAnotherFormIsNamedWithTheCommandThatHelps() throws IOException {
    Files.writeString(key, TestCertificates.pem("EC PRIVATE KEY", new byte[] {1, 2, 3}));

    assertThatThrownBy(() -> TlsIdentity.load(settings()))
        .hasMessageContaining("found a key of the form \"EC PRIVATE KEY\", expected PKCS#8")
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in node.key");
  }

  @Test
  void brokenFilesAreNamed() throws IOException {
    Files.writeString(key, TestCertificates.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> TlsIdentity.load(settings()))
        .hasMessageStartingWith(key + ": found a broken or unknown key");

    Files.writeString(key, "hello");
    assertThatThrownBy(() -> TlsIdentity.load(settings()))
        .hasMessageStartingWith(key + ": found no key");

    Files.writeString(certificate, TestCertificates.pem("CERTIFICATE", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> TlsIdentity.load(settings()))
        .hasMessageStartingWith(certificate + ": found a broken certificate");

    Files.writeString(certificate, "hello");
    assertThatThrownBy(() -> TlsIdentity.load(settings()))
        .hasMessageStartingWith(certificate + ": found no certificate");
  }

  @Test
  void aRenewedCertificateIsUsedAndABrokenOneIsNot() throws Exception {
    TlsEntrance entrance =
        new TlsEntrance(settings(), Duration.ofSeconds(5), Runnable::run, Clock.systemUTC());
    Files.writeString(certificate, "broken");
    look(entrance);
    assertThat(entrance.expires()).contains(one.certificate().getNotAfter().toInstant());
    assertThat(entrance.mistake()).isPresent();

    other.write(certificate, key);
    look(entrance);

    assertThat(entrance.expires()).contains(other.certificate().getNotAfter().toInstant());
    assertThat(entrance.mistake()).isEmpty();
  }

  @Test
  void withoutACertificateItIsNotReadyUntilThereIsOne() throws Exception {
    Files.delete(certificate);
    TlsEntrance entrance =
        new TlsEntrance(settings(), Duration.ofSeconds(5), Runnable::run, Clock.systemUTC());
    assertThat(entrance.ready()).isFalse();
    assertThat(entrance.mistake()).contains(certificate + " is missing");

    one.write(certificate, key);
    look(entrance);

    assertThat(entrance.ready()).isTrue();
  }

  @Test
  void certificatesOfClientsNeedARoot() {
    assertThatThrownBy(
            () -> new TlsSettings(certificate, key, Optional.empty(), ClientCertificates.REQUIRED))
        .hasMessageContaining("tls.clientCa does not say whose are trusted");
  }

  private static void look(TlsEntrance entrance) {
    entrance.look();
    entrance.look();
  }

  private TlsSettings settings() {
    return new TlsSettings(certificate, key, Optional.empty(), ClientCertificates.NONE);
  }
}
