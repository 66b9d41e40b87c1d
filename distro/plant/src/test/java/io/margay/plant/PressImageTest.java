package io.margay.plant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PressImageTest {
  private final PressImage image = new PressImage(new Press());

  @Test
  void theTablesShowThePress() {
    image.advance(100_000);

    assertThat(image.getRegister(0).getValue()).isEqualTo(1200);
    assertThat(image.getDigitalOut(0).isSet()).isTrue();
    assertThat(image.getInputRegister(0).getValue()).isBetween(1100, 1300);
    assertThat(image.getInputRegister(1).getValue()).isBetween(500, 600);
    assertThat(image.getInputRegister(2).getValue()).isZero();
    assertThat(image.getInputRegister(3).getValue()).isPositive();
    assertThat(image.getDigitalIn(0).isSet()).isFalse();
  }

  @Test
  void whatIsWrittenSteersThePress() {
    image.getRegister(0).setValue(2500);
    image.advance(100_000);
    assertThat(image.getInputRegister(0).getValue()).isGreaterThan(2400);
    assertThat(image.getDigitalIn(0).isSet()).isTrue();

    image.getDigitalOut(0).set(false);
    image.advance(100_000);
    assertThat(image.getInputRegister(0).getValue()).isZero();
  }
}
