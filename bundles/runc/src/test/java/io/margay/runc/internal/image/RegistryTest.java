package io.margay.runc.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {

  @ParameterizedTest
  @CsvSource({
    "https://r.example/v2/, https://cdn.example/x, true",
    "https://r.example/v2/, https://r.example/x, true",
    "https://r.example/v2/, http://r.example/x, false",
    "https://r.example/v2/, http://cdn.example/x, false",
    "http://127.0.0.1:5000/v2/, http://127.0.0.1:5000/x, true",
    "http://127.0.0.1:5000/v2/, http://127.0.0.1:6000/x, false",
    "https://r.example/v2/, mailto:me, false"
  })
  void noRedirectLeadsAwayFromTls(String base, String next, boolean followed) {
    assertThat(Registry.mayFollow(URI.create(base), URI.create(next))).isEqualTo(followed);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "localhost:5000, true",
    "127.0.0.1, true",
    "127.0.0.1:5000, true",
    "127.evil.example, false",
    "127.0.0.1.evil.example:5000, false",
    "10.0.0.1, false"
  })
  void onlyThisMachinesRegistryNeedsNoTls(String host, boolean plain) {
    assertThat(Registry.isThisMachine(host)).isEqualTo(plain);
  }
}
