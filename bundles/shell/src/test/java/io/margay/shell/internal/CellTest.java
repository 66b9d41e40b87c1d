package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTest {

  @Test
  void nothingIsADash() {
    assertThat(Cell.of(null).text()).isEqualTo("-");
    assertThat(Cell.of(Optional.empty()).text()).isEqualTo("-");
    assertThat(Cell.of(List.of()).text()).isEqualTo("-");
    assertThat(Cell.of("").text()).isEqualTo("-");
  }

  @Test
  void anInstantIsLocalTime() {
    LocalDateTime local = LocalDateTime.of(2026, 11, 22, 23, 40, 1, 123_000_000);

    assertThat(Cell.of(local.atZone(ZoneId.systemDefault()).toInstant()).text())
        .isEqualTo("2026-11-22 23:40:01.123");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.0000005S, 0 us",
    "PT0.000812S, 812 us",
    "PT0.812S, 812 ms",
    "PT4.25S, 4.3 s",
    "PT3M12S, 3 min 12 s",
    "PT2H5M, 2 h 5 min",
    "PT76H, 3 d 4 h",
    "PT-4S, -4.0 s"
  })
  void aDurationHasTwoUnitsAtMost(Duration duration, String text) {
    assertThat(Cell.of(duration).text()).isEqualTo(text);
  }

  @Test
  void collectionsAndMapsAreListed() {
    assertThat(Cell.of(List.of("a", 1)).text()).isEqualTo("a, 1");
    assertThat(Cell.of(Map.of("port", 1883)).text()).isEqualTo("port=1883");
    assertThat(Cell.of(Optional.of("x")).text()).isEqualTo("x");
  }

  @Test
  void aValueFromADeviceCannotMoveTheCursor() {
    assertThat(Cell.of("a\nb\tc\u001b[2J").text()).isEqualTo("a b c?[2J");
  }
}
