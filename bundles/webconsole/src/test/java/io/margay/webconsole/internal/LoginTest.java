package io.margay.webconsole.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
  /** {@code printf %s 0011223344556677s3cret:ü | sha256sum}. */
  private static final String HASH =
      "757f040cb0e6ae94daeacaebe7ea6e1583b620e756337f269eaf69b7d650b02e";

  private static final PasswordHash PASSWORD =
      PasswordHash.parse("{sha-256}0011223344556677-" + HASH);
  private static final Login LOGIN = new Login("admin", PASSWORD);

  @Test
  void thePasswordWhoseHashSha256sumPrintedIsAccepted() {
    assertThat(LOGIN.allows(basic("admin:s3cret:ü"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin:admin",
        "admin:",
        "admin",
        ":s3cret:ü",
        "root:s3cret:ü",
        "",
        "admin:s3cret"
      })
  void otherCredentialsAreRefused(String credentials) {
    assertThat(LOGIN.allows(basic(credentials))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic %%%", "Bearer YWRtaW46czNjcmV0OsO8"})
  void aHeaderThatIsNotBasicIsRefused(String header) {
    assertThat(LOGIN.allows(header)).isFalse();
  }

  @Test
  void noHeaderIsRefused() {
    assertThat(LOGIN.allows(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "admin", "{sha-256}", "{sha-256}0011223344556677-", "{sha-256}-" + HASH})
  void aPasswordThatIsNotHashedIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{sha-256}<salt>-<hash>")
        .hasMessageNotContaining("admin");
  }

  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }
}
