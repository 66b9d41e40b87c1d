package io.margay.driver.modbus.internal.wire;

import java.util.Locale;

/** The two framings of a serial line. */
public enum SerialFrames {
  RTU {
    @Override
    Framing framing() {
      return new RtuFraming();
    }
  },
  ASCII {
    @Override
    Framing framing() {
      return new AsciiFraming();
    }
  };

  abstract Framing framing();

  String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
