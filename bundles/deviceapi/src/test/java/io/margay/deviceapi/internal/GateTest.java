package io.margay.deviceapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir private Path folder;

  @Test
  void aCallerWithTheTokenIsHeardAndNobodyElse() throws Exception {
    try (Api api = Api.withToken(AccessToken.read(file(TOKEN + "\n", "rw-------")))) {
      assertThat(with(api, "Bearer " + TOKEN)).isEqualTo(200);
      assertThat(with(api, "bearer " + TOKEN)).isEqualTo(200);
      assertThat(with(api, "Bearer " + TOKEN + "0")).isEqualTo(401);
      assertThat(with(api, "Basic " + TOKEN)).isEqualTo(401);
      HttpResponse<String> refused = api.get("/api/v1/ping");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
  }

  private static int with(Api api, String authorization) throws Exception {
    return api.send(api.request("/api/v1/ping").header("Authorization", authorization))
        .statusCode();
  }

  @Test
  void aTokenThatOthersCanReadIsNone() throws Exception {
    Path open = file(TOKEN, "rw-r-----");

    assertThatThrownBy(() -> AccessToken.read(open)).hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789 abcdefgh"})
  void aTokenThatCanBeGuessedOrIsNotOneIsRefused(String text) throws Exception {
    Path file = file(text, "rw-------");

    assertThatThrownBy(() -> AccessToken.read(file)).hasMessageContaining("at least 16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil", ""})
  void aNameThatIsMadeToPointHereIsNotAnswered(String host) throws Exception {
    try (Api api = Api.open()) {
      String reply =
          api.raw("GET /api/v1/ping HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

      assertThat(reply).startsWith("HTTP/1.1 403").contains("Host: found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:7777", "127.0.0.1:7777", "[::1]:7777"})
  void aProgramOfThisMachineIsAnswered(String host) throws Exception {
    try (Api api = Api.open()) {
      String reply =
          api.raw("GET /api/v1/ping HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

      assertThat(reply).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aWebPageCannotSendABrowserHere() throws Exception {
    try (Api api = Api.withLegacyWrites()) {
      String write = "/api/v1/devicemethod/default/press/adjust/speed/20";

      assertThat(api.send(api.request(write).header("Origin", "https://evil.example")).statusCode())
          .isEqualTo(403);
      assertThat(api.send(api.request(write).header("Origin", "null")).statusCode()).isEqualTo(403);
      assertThat(api.send(api.request(write).header("Sec-Fetch-Site", "cross-site")).statusCode())
          .isEqualTo(403);
      assertThat(api.devices.calls).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void whatAFormCanSendWritesNothing(String type) throws Exception {
    try (Api api = Api.open()) {
      HttpResponse<String> reply =
          api.send(
              api.request("/api/v1/device/default/press/speed")
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("{\"value\":1}")));

      assertThat(reply.statusCode()).isEqualTo(415);
      assertThat(api.devices.calls).isEmpty();
    }
  }

  private Path file(String text, String mode) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }
}
