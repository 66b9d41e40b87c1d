package io.margay.driver.modbus.internal;

/** How a device is reached. Closed: each way has its own framing and its own link. */
sealed interface Transport {

  /** The wire, as {@code DeviceDriver#link} names it. */
  String link();

  /** Modbus TCP (MODBUS Messaging on TCP/IP Implementation Guide V1.0b). */
  record Tcp(String host, int port) implements Transport {

    @Override
    public String link() {
      return "tcp://" + this;
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
