package io.margay.driver.plc4x.internal.library;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The protocols of PLC4X that this driver embeds, and what must be known of each beforehand. */
public enum Protocol {
  S7("s7", Transport.TCP, 102, Manner.ASKED),
  OPCUA("opcua", Transport.TCP, 4840, Manner.BOTH),
  EIP("eip", Transport.TCP, 44_818, Manner.ASKED),
  LOGIX("logix", Transport.TCP, 44_818, Manner.ASKED),
  ADS("ads", Transport.TCP, 48_898, Manner.BOTH),
  KNXNET_IP("knxnet-ip", Transport.UDP, 3671, Manner.TELLING),
  IEC_60870_5_104("iec-60870-5-104", Transport.TCP, 2404, Manner.TELLING),
  SIMULATED("simulated", Transport.NONE, 0, Manner.BOTH);

  private final String word;
  private final Transport transport;
  private final int usualPort;
  private final Manner manner;

  Protocol(String word, Transport transport, int usualPort, Manner manner) {
    this.word = word;
    this.transport = transport;
    this.usualPort = usualPort;
    this.manner = manner;
  }

  /** How values come. */
  private enum Manner {
    ASKED,
    TELLING,
    BOTH
  }

  /** What carries a protocol. */
  public enum Transport {
    TCP,
    UDP,
    NONE;

    /** As it stands in a connection string. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The protocols by the word that begins their connection strings. */
  public static Map<String, Protocol> words() {
    return Arrays.stream(values())
        .collect(
            Collectors.toMap(
                Protocol::word, protocol -> protocol, (a, b) -> a, LinkedHashMap::new));
  }

  public String word() {
    return word;
  }

  public Transport transport() {
    return transport;
  }

  public int usualPort() {
    return usualPort;
  }

  /** Whether a value can be asked for. */
  public boolean isReadable() {
    return manner != Manner.TELLING;
  }

  /** Whether PLC4X can have the device tell of changes. */
  public boolean tells() {
    return manner != Manner.ASKED;
  }
}
