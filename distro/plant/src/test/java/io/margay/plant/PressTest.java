package io.margay.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PressTest {
  private final Press press = new Press();

  @Test
  void theSpeedFollowsItsSetPointSlowly() {
    press.advance(1000, 1200, true);
    assertThat(press.speed()).isBetween(200, 400);

    turn(60, 1200);
    assertThat(press.speed()).isCloseTo(1200, within(20));
  }

  @Test
  void valuesGoOnMovingWhenAllIsSettled() {
    turn(120, 1200);
    double before = press.temperature();
    int speed = press.speed();

    turn(2, 1200);

    assertThat(press.temperature()).isNotEqualTo(before);
    assertThat(press.speed()).isNotEqualTo(speed);
  }

  @Test
  void aPressThatIsNotEnabledComesToRestAndMakesNothing() {
    turn(60, 1200);
    press.advance(120_000, 1200, false);
    long pieces = press.pieces();

    press.advance(10_000, 1200, false);

    assertThat(press.speed()).isZero();
    assertThat(press.pieces()).isEqualTo(pieces).isGreaterThan(40);
  }

  @Test
  void tooFastMakesItTooHot() {
    turn(120, 1200);
    assertThat(press.alarm()).isFalse();

    turn(120, 2200);
    assertThat(press.alarm()).isTrue();
  }

  @Test
  void itTurnsNoFasterThanItCan() {
    turn(120, 60_000);

    assertThat(press.speed()).isLessThanOrEqualTo(Press.TOP_SPEED * 101 / 100);
  }

  private void turn(int seconds, int setPoint) {
    for (int i = 0; i < seconds * 10; i++) {
      press.advance(100, setPoint, true);
    }
  }
}
