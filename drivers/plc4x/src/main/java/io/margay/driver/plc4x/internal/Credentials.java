package io.margay.driver.plc4x.internal;

import io.margay.dmi.driver.DriverException;
import io.margay.driver.plc4x.internal.library.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whom to be, and the files that prove it: the secrets themselves are read when one connects. */
record Credentials(
    String user,
    Optional<SecretFile> password,
    Optional<SecretFile> keyStorePassword,
    Optional<SecretFile> trustStorePassword) {
  private static final int LONGEST_SECRET = 4096;

  /** A file that holds a secret, with or without a line end behind it. */
  record SecretFile(String key, String path) {

    String read() throws DriverException {
      try {
        Path file = Path.of(path);
        if (Files.size(file) > LONGEST_SECRET) {
          throw new DriverException(
              "%s: %s is longer than %d bytes".formatted(key, path, LONGEST_SECRET));
        }
        return Files.readString(file).replaceFirst("\\r?\\n$", "");
      } catch (IOException | InvalidPathException e) {
        throw new DriverException("%s: %s cannot be read: %s".formatted(key, path, e), e);
      }
    }
  }

  /** Where to connect, secrets read. */
  Target target(Endpoint endpoint) throws DriverException {
    Map<String, String> secrets = new HashMap<>();
    if (keyStorePassword.isPresent()) {
      secrets.put("key-store-password", keyStorePassword.get().read());
    }
    if (trustStorePassword.isPresent()) {
      secrets.put("trust-store-password", trustStorePassword.get().read());
    }
    Optional<Target.Login> login =
        password.isPresent()
            ? Optional.of(new Target.Login(user, password.get().read()))
            : Optional.empty();
    return new Target(endpoint.protocol(), endpoint.url(), secrets, login);
  }
}
