package io.margay.driver.modbus.internal.wire;

/** What came back over the wire, unjudged. */
final class Answer {
  private final int unit;
  private final int function;
  private final byte[] data;

  /**
   * @param data what stands behind the function code
   */
  Answer(int unit, int function, byte[] data) {
    this.unit = unit;
    this.function = function;
    this.data = data;
  }

  int unit() {
    return unit;
  }

  int function() {
    return function;
  }

  byte[] data() {
    return data;
  }
}
