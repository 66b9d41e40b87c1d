package io.margay.driver.plc4x.internal.library;

import java.util.Map;
import java.util.Optional;

/**
 * Where to connect, secrets included: made for one attempt, and kept nowhere.
 *
 * @param url the connection string, without secrets
 * @param secrets further options of it, such as {@code trust-store-password}
 * @param login whom to be
 */
public record Target(
    Protocol protocol, String url, Map<String, String> secrets, Optional<Login> login) {

  /** A name, and how to prove it. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return url;
  }
}
