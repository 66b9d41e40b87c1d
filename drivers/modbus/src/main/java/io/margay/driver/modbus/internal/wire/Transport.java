package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;

/** How a device is reached. Closed: each way has its own framing and its own link. */
public sealed interface Transport {

  /** The wire, as {@code DeviceDriver#link} names it. */
  String link();

  /** Whether only one program can hold the wire at a time. */
  default boolean exclusive() {
    return false;
  }

  /** Whether unit 0 means all units, none of which answers (MODBUS over Serial Line, 2.1). */
  default boolean broadcastsToUnitZero() {
    return false;
  }

  /** The silence that the wire needs between frames. */
  default long gapNanos() {
    return 0;
  }

  /** How long a request is on its way, once the system has taken it. */
  default long nanosOnTheLine(Query query) {
    return 0;
  }

  /**
   * Opens the wire.
   *
   * @param open when it must be open
   */
  Wire open(Deadline open) throws BrokenConnectionException;

  /** Modbus TCP (MODBUS Messaging on TCP/IP Implementation Guide V1.0b). */
  record Tcp(Endpoint endpoint) implements Transport {

    @Override
    public String link() {
      return "tcp://" + endpoint;
    }

    @Override
    public Wire open(Deadline open) throws BrokenConnectionException {
      return new Wire(endpoint.line(open), new MbapFraming());
    }
  }

  /** Modbus/TCP Security: Modbus TCP under TLS. */
  record Tls(Endpoint endpoint, TlsSettings tls) implements Transport {

    @Override
    public String link() {
      return "tls://" + endpoint;
    }

    @Override
    public Wire open(Deadline open) throws BrokenConnectionException {
      return new Wire(tls.secure(endpoint.connect(open), endpoint, open), new MbapFraming());
    }
  }

  /** The frames of Modbus TCP, each in a datagram. */
  record Udp(Endpoint endpoint) implements Transport {

    @Override
    public String link() {
      return "udp://" + endpoint;
    }

    @Override
    public Wire open(Deadline open) throws BrokenConnectionException {
      return new Wire(endpoint.datagrams(), new MbapFraming());
    }
  }

  /** The frames of a serial line, through a converter that knows nothing of Modbus. */
  record SerialOverTcp(Endpoint endpoint, SerialFrames frames) implements Transport {

    @Override
    public String link() {
      return frames.prefix() + "+tcp://" + endpoint;
    }

    @Override
    public boolean broadcastsToUnitZero() {
      return true;
    }

    @Override
    public Wire open(Deadline open) throws BrokenConnectionException {
      return new Wire(endpoint.line(open), frames.framing());
    }
  }

  /** A serial line (MODBUS over Serial Line V1.02). */
  record Serial(SerialSettings settings, SerialFrames frames) implements Transport {

    @Override
    public String link() {
      return "serial://" + settings.port();
    }

    @Override
    public boolean exclusive() {
      return true;
    }

    @Override
    public boolean broadcastsToUnitZero() {
      return true;
    }

    @Override
    public long gapNanos() {
      return frames == SerialFrames.RTU ? settings.frameGapNanos() : 0;
    }

    @Override
    public long nanosOnTheLine(Query query) {
      return frames.framing().frame(query).length * settings.characterNanos();
    }

    @Override
    public Wire open(Deadline open) throws BrokenConnectionException {
      return new Wire(SerialLine.open(settings), frames.framing());
    }
  }
}
