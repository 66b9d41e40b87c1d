package io.margay.plant;

/**
 * A press that turns, warms up and counts pieces: just enough physics for values that move.
 *
 * <p>The speed follows its set point, the temperature follows the speed, and each {@value
 * #TURNS_PER_PIECE} turns make a piece. Above a set point of about 1800 rpm the bearing grows too
 * hot.
 */
final class Press {
  static final int TOP_SPEED = 3000;
  static final double ALARM_CELSIUS = 75;

  private static final double TURNS_PER_PIECE = 20;
  private static final double AMBIENT_CELSIUS = 22;
  private static final double CELSIUS_PER_RPM = 0.03;
  private static final double SPEED_SECONDS = 4;
  private static final double TEMPERATURE_SECONDS = 15;
  private static final double RIPPLE_SECONDS = 7;
  private static final double RIPPLE = 0.01;

  private double seconds;
  private double speed;
  private double temperature = AMBIENT_CELSIUS;
  private double pieces;

  /** Lets time pass. */
  void advance(long millis, int setPoint, boolean enabled) {
    double step = millis / 1000.0;
    seconds += step;
    double wanted = enabled ? Math.min(setPoint, TOP_SPEED) : 0;
    double load = 1 + RIPPLE * Math.sin(2 * Math.PI * seconds / RIPPLE_SECONDS);
    speed = follow(speed, wanted * load, step, SPEED_SECONDS);
    temperature =
        follow(temperature, AMBIENT_CELSIUS + CELSIUS_PER_RPM * speed, step, TEMPERATURE_SECONDS);
    pieces += speed / 60 * step / TURNS_PER_PIECE;
  }

  /** In turns per minute. */
  int speed() {
    return (int) Math.round(speed);
  }

  /** Of the bearing, in degrees Celsius. */
  double temperature() {
    return temperature;
  }

  /** Pieces pressed, as a counter of 32 bits has them. */
  long pieces() {
    return (long) pieces & 0xffff_ffffL;
  }

  /** Whether the bearing is too hot. */
  boolean alarm() {
    return temperature >= ALARM_CELSIUS;
  }

  private static double follow(double value, double wanted, double step, double seconds) {
    return wanted + (value - wanted) * Math.exp(-step / seconds);
  }
}
