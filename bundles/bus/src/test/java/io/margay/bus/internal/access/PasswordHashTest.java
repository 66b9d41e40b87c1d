package io.margay.bus.internal.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final String OLD_FORM =
      "$6$Cgp3d+Aef1n/Bos6$tAWLOD4Wcxc//cR1SI73GRSYHrIqMH3+Ft3p+4TuQRIdO9DoZ8HyA8+ZfXcxyW2L6ESfpAK4"
          + "tZgXcfHMB8Kmtg==";

  /** Made by mosquitto_passwd 2.0.11. */
  @ParameterizedTest
  @CsvSource({
    "blue-Whale 7,"
        + "$7$101$Kqqav6ag42DOmqRA$0G0uysB03H1ouVWB73BXtz7YD+hxU8n9QOEwG6nMQsSPpaJBJui7oDZkVdAQ5ws4"
        + "lEX/dnJ0StKyT9VWMODpeQ==",
    "pass:wörd,"
        + "$7$101$/Xzp0lx1T+d4/G/I$1GX34sYo6cJmlbu6H0WDuCOMj7MBF8gCPJcV37mylc2JwD4XtxsbZ5YLDsdDJT3zs"
        + "+hEjN8KaX5YX5V5D75hig==",
    "secret,"
        + "$7$1000$KZIpggibdyXWGCWq$qzSSVGDTQr6x2tugAst9+Q6VGQVo3WnvIqDq8mxk/4BpXFtIFQErugHyoUf3oArE"
        + "2VirYvqlQZ2e6u+JYw9LcA==",
    "secret," + OLD_FORM
  })
  void hashesOfMosquittoAreRead(String password, String text) {
    PasswordHash hash = PasswordHash.parse(text);

    assertThat(hash.matches(password.getBytes(UTF_8))).isTrue();
    assertThat(hash.matches((password + " ").getBytes(UTF_8))).isFalse();
    assertThat(hash.matches(new byte[0])).isFalse();
  }

  @Test
  void theOldFormIsWeak() {
    assertThat(PasswordHash.parse(OLD_FORM).weak()).isTrue();
  }

  @Test
  void whatIsWrittenCanBeReadAndHasASaltOfItsOwn() {
    byte[] password = {(byte) 0xff, 0, 1};

    PasswordHash one = PasswordHash.of(password, 10, new SecureRandom());
    PasswordHash other = PasswordHash.of(password, 10, new SecureRandom());

    assertThat(one.text()).startsWith("$7$10$").isNotEqualTo(other.text());
    assertThat(PasswordHash.parse(one.text()).matches(password)).isTrue();
    assertThat(one.weak()).isFalse();
  }

  @Test
  void anEmptyPasswordIsNoPassword() {
    assertThat(PasswordHash.of(new byte[0], 10, new SecureRandom()).matches(new byte[0])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "",
        "$7$101$AAAA",
        "$7$0$AAAA$AAAA",
        "$7$9999999$AAAA$AAAA",
        "$7$101$AAAA$AAAA",
        "$7$101$A$AAAA",
        "$5$AAAA$hunter2"
      })
  void otherTextIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*(expected|Base64).*")
        .hasMessageNotContainingAny("hunter2", "AAAA");
  }

  @Test
  void nothingOfItIsPrinted() {
    assertThat(PasswordHash.parse(OLD_FORM)).hasToString("salted SHA-512");
    assertThat(PasswordHash.ofNobody(7)).hasToString("PBKDF2 of 7 iterations");
  }
}
