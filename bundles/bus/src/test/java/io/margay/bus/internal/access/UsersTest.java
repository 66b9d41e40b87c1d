package io.margay.bus.internal.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
  private static final String HASH =
      PasswordHash.of("secret".getBytes(UTF_8), 10, new SecureRandom()).text();

  @Test
  void aUserHasHisPasswordAndNoOther() {
    Users users = Users.parse("# the panel\n\nhmi:" + HASH + "\r\n plc 1:" + HASH + "\n");

    assertThat(users.size()).isEqualTo(2);
    assertThat(users.matches("hmi", "secret".getBytes(UTF_8))).isTrue();
    assertThat(users.matches("plc 1", "secret".getBytes(UTF_8))).isTrue();
    assertThat(users.matches("hmi", "Secret".getBytes(UTF_8))).isFalse();
    assertThat(users.matches("nobody", "secret".getBytes(UTF_8))).isFalse();
    assertThat(users.matches("nobody", new byte[64])).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hmi,line 2: expected name:hash",
    ":hash,line 2: expected name:hash",
    "hmi:hunter2,'line 2: expected $7$iterations$salt$hash, as bus:passwd and mosquitto_passwd make it'"
  })
  void aMistakeIsNamedWithItsLineAndWithoutItsContent(String line, String message) {
    assertThatThrownBy(() -> Users.parse("# users\n" + line)).hasMessage(message);
  }

  @Test
  void aUserMustNotBeThereTwice() {
    String line = "hmi:" + HASH + "\n";

    assertThatThrownBy(() -> Users.parse(line + line))
        .hasMessage("line 2: user hmi is there twice");
  }
}
