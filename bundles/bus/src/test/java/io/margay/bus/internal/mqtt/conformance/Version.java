package io.margay.bus.internal.mqtt.conformance;

/** The two versions of the protocol that the broker speaks. */
enum Version {
  V3_1_1(4),
  V5(5);

  final int level;

  Version(int level) {
    this.level = level;
  }
}
