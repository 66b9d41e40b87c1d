package io.margay.driver.onvif.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.Settings;
import io.margay.driver.onvif.internal.camera.AuthMode;
import io.margay.driver.onvif.internal.camera.CameraSettings;
import io.margay.driver.onvif.internal.camera.Secret;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.TlsSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a device's {@code configData} says, in the words of KubeEdge's ONVIF mappers ({@code
 * url}, {@code userName}, {@code password}) and those beyond them.
 */
final class DeviceSettings {
  static final String DEFAULT_PATH = "/onvif/device_service";
  private static final int LAST_PORT = 65_535;
  private static final String[] HOST = {"host", "ip", "address"};
  private static final List<String> USER = List.of("userName", "user");

  private final Settings settings;

  private DeviceSettings(Settings settings) {
    this.settings = settings;
  }

  /** Empty when the camera cannot be reached by what is said; the problems say why. */
  static Optional<CameraSettings> of(DeviceSpec device, Consumer<Problem> problems) {
    return new DeviceSettings(Settings.of(device, problems)).read();
  }

  private Optional<CameraSettings> read() {
    Optional<Address> device = device();
    TlsSettings tls =
        new TlsSettings(
            path("tlsTrustFile", settings.text(List.of("tlsTrustFile")).orElse("")),
            settings.flagOr(true, "tlsVerify"));
    AuthMode authMode =
        settings.has("authMode")
            ? settings.choice(AuthMode.words(), "authMode").orElse(AuthMode.BOTH)
            : AuthMode.BOTH;
    boolean rewrites = settings.flagOr(true, "rewriteAddresses");
    int rtspPort = (int) settings.integerOr(0, 1, LAST_PORT, "rtspPort");
    String user = settings.text(USER).orElse("");
    String profile = settings.text(List.of("profile")).orElse("");
    Secret password = password();
    return device.map(
        address ->
            new CameraSettings(
                address, user, password, authMode, tls, rewrites, rtspPort, profile));
  }

  private Optional<Address> device() {
    if (!settings.has("url")) {
      String host = settings.text(HOST);
      int port = (int) settings.integerOr(80, 1, LAST_PORT, "port");
      return host.isEmpty() ? Optional.empty() : place(HOST[0], host, port);
    }
    String url = settings.text("url");
    Optional<Address> whole = Address.parse(url.contains("://") ? url : "http://" + url);
    if (whole.isEmpty()) {
      settings.complain("url", "host:port, or http://host:port/path");
    }
    return whole.map(place -> place.path().equals("/") ? place.withPath(DEFAULT_PATH) : place);
  }

  private Optional<Address> place(String key, String host, int port) {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    Optional<Address> place = Address.parse("http://" + name + ":" + port + DEFAULT_PATH);
    if (place.isEmpty()) {
      settings.complain(key, "a host name or an address");
    }
    return place;
  }

  /** In KubeEdge {@code password} is the path of a file. */
  private @Nullable Secret password() {
    String file = settings.text(List.of("passwordFile")).orElse("");
    if (!file.isEmpty()) {
      return inFile("passwordFile", file);
    }
    String password = secretText();
    if (password.startsWith("/")) {
      return inFile("password", password);
    }
    return password.isEmpty() ? null : Secret.text(password);
  }

  /** As it is written, spaces and all, which {@link Settings#text} would take off. */
  private String secretText() {
    return settings.data().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase("password"))
        .map(
            entry ->
                entry.getValue() instanceof String text ? text : String.valueOf(entry.getValue()))
        .findFirst()
        .orElse("");
  }

  private @Nullable Secret inFile(String key, String file) {
    Path path = path(key, file);
    return path == null ? null : Secret.inFile(path);
  }

  private @Nullable Path path(String key, String text) {
    try {
      return text.isEmpty() ? null : Path.of(text);
    } catch (InvalidPathException e) {
      settings.complain(key, "the path of a file");
      return null;
    }
  }
}
