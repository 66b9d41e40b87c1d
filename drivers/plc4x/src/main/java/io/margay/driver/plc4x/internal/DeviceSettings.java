package io.margay.driver.plc4x.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.Settings;
import io.margay.driver.plc4x.internal.Credentials.SecretFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a device's {@code configData} says.
 *
 * @param exclusive whether the device takes one connection at a time
 * @param timeoutMillis for each answer
 */
record DeviceSettings(
    Endpoint endpoint, Credentials credentials, boolean exclusive, int timeoutMillis) {
  private static final int USUAL_TIMEOUT_MILLIS = 5000;
  private static final int LONGEST_TIMEOUT_MILLIS = 600_000;

  /** Empty when the device cannot be reached by this driver; the problems say why. */
  static Optional<DeviceSettings> of(DeviceSpec device, Consumer<Problem> problems) {
    Settings settings = Settings.of(device, problems);
    Optional<Endpoint> endpoint = Endpoint.of(settings);
    Optional<String> user = settings.text(List.of("userName", "username"));
    Optional<SecretFile> password = file(settings, "passwordFile");
    if (user.isPresent() != password.isPresent()) {
      settings.complain(
          user.isPresent() ? "passwordFile" : "userName", "both userName and passwordFile");
    }
    Credentials credentials =
        new Credentials(
            user.orElse(""),
            password,
            file(settings, "keyStorePasswordFile"),
            file(settings, "trustStorePasswordFile"));
    boolean exclusive = settings.flagOr(false, "exclusive");
    int timeout =
        (int) settings.integerOr(USUAL_TIMEOUT_MILLIS, 1, LONGEST_TIMEOUT_MILLIS, "timeout");
    return endpoint.map(there -> new DeviceSettings(there, credentials, exclusive, timeout));
  }

  private static Optional<SecretFile> file(Settings settings, String key) {
    return settings.text(List.of(key)).map(path -> new SecretFile(key, path));
  }

  /** The sooner of a call's end and that of the patience with one answer. */
  Deadline patience(Deadline deadline) {
    return Deadline.in(Duration.ofMillis(Math.min(timeoutMillis, deadline.remainingMillis())));
  }
}
