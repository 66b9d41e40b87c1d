package io.margay.bus.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuestsTest {
  private final Guests guests = new Guests();

  @Test
  void oneAddressHasSoManyConnectionsAndOthersTheirs() {
    assertThat(guests.arrive("a", 2)).isTrue();
    assertThat(guests.arrive("a", 2)).isTrue();
    assertThat(guests.arrive("a", 2)).isFalse();
    assertThat(guests.arrive("b", 2)).isTrue();

    guests.leave("a");

    assertThat(guests.arrive("a", 2)).isTrue();
  }

  @Test
  void zeroStandsForAnyNumber() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(guests.arrive("a", 0)).isTrue();
    }
  }
}
