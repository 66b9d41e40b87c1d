package io.margay.bus;

/** MQTT's quality of service (version 5.0, section 4.3). */
public enum QoS {
  AT_MOST_ONCE(0),
  AT_LEAST_ONCE(1),
  EXACTLY_ONCE(2);

  private final int level;

  QoS(int level) {
    this.level = level;
  }

  /** The number on the wire. */
  public int level() {
    return level;
  }

  /**
   * The quality of service of a number.
   *
   * @throws IllegalArgumentException when it is not 0, 1 or 2
   */
  public static QoS ofLevel(int level) {
    return switch (level) {
      case 0 -> AT_MOST_ONCE;
      case 1 -> AT_LEAST_ONCE;
      case 2 -> EXACTLY_ONCE;
      default -> throw new IllegalArgumentException("qos: found " + level + ", expected 0, 1 or 2");
    };
  }
}
