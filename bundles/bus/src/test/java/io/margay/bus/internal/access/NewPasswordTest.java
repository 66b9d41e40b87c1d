package io.margay.bus.internal.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewPasswordTest {

  @Test
  void theLineHoldsForThePassword() {
    NewPassword made = NewPassword.of("hmi");

    assertThat(made.password()).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(Users.parse(made.line()).matches("hmi", made.password().getBytes(UTF_8))).isTrue();
    assertThat(made.toString()).doesNotContain(made.password());
    assertThat(NewPassword.of("hmi").password()).isNotEqualTo(made.password());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a:b", "#a", " a", "a\nb"})
  void aNameThatTheFileCannotHoldIsRefused(String user) {
    assertThatThrownBy(() -> NewPassword.of(user)).hasMessageStartingWith("user: found");
  }
}
