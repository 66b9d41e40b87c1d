package io.margay.bus.internal.access;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Finds out whom a certificate names. */
final class CommonName {
  private CommonName() {}

  /** The subject's common name (RFC 5280, section 4.1.2.6); empty when it has none or several. */
  static Optional<String> of(X509Certificate certificate) {
    try {
      var names =
          new LdapName(certificate.getSubjectX500Principal().getName())
              .getRdns().stream()
                  .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                  .map(Rdn::getValue)
                  .filter(String.class::isInstance)
                  .map(String.class::cast)
                  .filter(name -> !name.isBlank())
                  .toList();
      return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
