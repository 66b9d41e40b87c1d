package io.margay.bus.internal.access;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the broker finds out who somebody is and what he may do.
 *
 * @param users the file of users and password hashes
 * @param acl the file of what they may do; without one all is allowed to who was let in
 * @param nameFromCertificate whether a client's certificate says its user name
 */
public record AccessSettings(
    Optional<Path> users, Optional<Path> acl, Anonymous anonymous, boolean nameFromCertificate) {

  /** Whether clients without a name are let in, which are only ever those of this machine. */
  public enum Anonymous {
    /** As long as there is no file of users. */
    AUTO,
    YES,
    NO
  }

  public AccessSettings {
    requireNonNull(users, "users");
    requireNonNull(acl, "acl");
    requireNonNull(anonymous, "anonymous");
  }

  boolean letsAnonymousIn() {
    return switch (anonymous) {
      case AUTO -> users.isEmpty();
      case YES -> true;
      case NO -> false;
    };
  }
}
