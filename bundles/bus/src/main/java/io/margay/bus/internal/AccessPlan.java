package io.margay.bus.internal;

import io.margay.bus.internal.access.AccessSettings;
import io.margay.bus.internal.listener.ClientCertificates;
import io.margay.bus.internal.listener.TlsSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads from the configuration who is let in, and how the node itself shows who it is. */
final class AccessPlan {
  private AccessPlan() {}

  /**
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static AccessSettings access(BusConfig config, ConfFolder conf) {
    return new AccessSettings(
        conf.file("users", config.users()),
        conf.file("acl", config.acl()),
        choice("anonymous", config.anonymous(), AccessSettings.Anonymous.class),
        config.tls_userFromCertificate());
  }

  /**
   * Empty when no certificate is configured.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static Optional<TlsSettings> tls(BusConfig config, ConfFolder conf) {
    ClientCertificates clients =
        choice("tls.clientCertificates", config.tls_clientCertificates(), ClientCertificates.class);
    return conf.fileAnywhere(config.tls_certificate())
        .map(
            certificate ->
                new TlsSettings(
                    certificate,
                    conf.fileAnywhere(config.tls_key())
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "tls.certificate is set, but no tls.key")),
                    conf.fileAnywhere(config.tls_clientCa()),
                    clients));
  }

  private static <E extends Enum<E>> E choice(String key, String found, Class<E> choices) {
    for (E choice : choices.getEnumConstants()) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(found.strip())) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "%s: found \"%s\", expected one of %s"
            .formatted(key, found, String.join(", ", names(choices)).toLowerCase(Locale.ROOT)));
  }

  private static <E extends Enum<E>> Iterable<String> names(Class<E> choices) {
    return Arrays.stream(choices.getEnumConstants()).map(Enum::name).toList();
  }
}
