package io.margay.bus.internal.listener;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the node's certificate is and whose certificates it trusts; all files are PEM.
 *
 * @param certificate the node's certificate, followed by those between it and its root
 * @param key the private key of the certificate, in PKCS#8
 * @param clientCa roots that clients' certificates must come from
 */
public record TlsSettings(
    Path certificate, Path key, Optional<Path> clientCa, ClientCertificates clients) {

  public TlsSettings {
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
    requireNonNull(clientCa, "clientCa");
    requireNonNull(clients, "clients");
    if (clients != ClientCertificates.NONE && clientCa.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.clientCertificates is %s, but tls.clientCa does not say whose are trusted"
              .formatted(clients));
    }
  }

  List<Path> files() {
    return Stream.concat(Stream.of(certificate, key), clientCa.stream()).toList();
  }
}
