package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.Settings;
import io.margay.driver.modbus.internal.wire.Endpoint;
import io.margay.driver.modbus.internal.wire.SerialFrames;
import io.margay.driver.modbus.internal.wire.SerialSettings;
import io.margay.driver.modbus.internal.wire.SerialSettings.Parity;
import io.margay.driver.modbus.internal.wire.SerialSettings.Rs485;
import io.margay.driver.modbus.internal.wire.TlsSettings;
import io.margay.driver.modbus.internal.wire.Transport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Transport} of what a device says, or says what is wrong with it. */
final class TransportReader {
  private static final int PORT = 502;
  private static final int SECURE_PORT = 802;
  private static final int SLOWEST_BAUD = 50;
  private static final int FASTEST_BAUD = 4_000_000;
  private static final int USUAL_BAUD = 9600;
  private static final int LONGEST_DELAY_MICROS = 1_000_000;

  private static final String[] HOST_KEYS = {"ip", "host", "address"};
  private static final String[] LINE_KEYS = {"serialName", "serialPort"};
  private static final Map<String, Mode> MODES = modes();
  private static final Map<String, Parity> PARITIES = parities();

  private final Settings flat;
  private final Settings tcp;
  private final Settings serial;

  /** The words of {@code communicateMode}. */
  private enum Mode {
    TCP,
    RTU,
    ASCII,
    RTUOVERTCP,
    ASCIIOVERTCP,
    UDP,
    TLS
  }

  TransportReader(Settings flat) {
    this.flat = flat;
    Settings common = flat.object("common");
    Settings nestedTcp = common.has("tcp") ? common.object("tcp") : flat.object("tcp");
    Settings nestedCom = common.has("com") ? common.object("com") : flat.object("com");
    this.tcp = flat.has(HOST_KEYS) || !nestedTcp.has(HOST_KEYS) ? flat : nestedTcp;
    this.serial = flat.has(LINE_KEYS) || !nestedCom.has(LINE_KEYS) ? flat : nestedCom;
  }

  /** Empty when the mode is unknown. */
  Optional<Transport> read() {
    return mode().map(this::transport);
  }

  private Optional<Mode> mode() {
    if (flat.has("communicateMode")) {
      return flat.choice(MODES, "communicateMode");
    }
    return Optional.of(serial.has(LINE_KEYS) && !tcp.has(HOST_KEYS) ? Mode.RTU : Mode.TCP);
  }

  private Transport transport(Mode mode) {
    return switch (mode) {
      case TCP -> new Transport.Tcp(endpoint(PORT));
      case UDP -> new Transport.Udp(endpoint(PORT));
      case TLS -> new Transport.Tls(endpoint(SECURE_PORT), tls());
      case RTUOVERTCP -> new Transport.SerialOverTcp(endpoint(PORT), SerialFrames.RTU);
      case ASCIIOVERTCP -> new Transport.SerialOverTcp(endpoint(PORT), SerialFrames.ASCII);
      case RTU -> new Transport.Serial(line(8), SerialFrames.RTU);
      case ASCII -> new Transport.Serial(line(7), SerialFrames.ASCII);
    };
  }

  private Endpoint endpoint(int usualPort) {
    String host = tcp.text(HOST_KEYS);
    if (tcp.has(HOST_KEYS) && host.isEmpty()) {
      tcp.complain(present(tcp, HOST_KEYS), "an address or a host name");
    }
    Settings portPlace = flat.has("port") ? flat : tcp;
    return new Endpoint(host, (int) portPlace.integerOr(usualPort, 1, 65_535, "port"));
  }

  private static String present(Settings settings, String... keys) {
    for (String key : keys) {
      if (settings.has(key)) {
        return key;
      }
    }
    return keys[0];
  }

  private SerialSettings line(int usualDataBits) {
    int dataBits = (int) serial.integerOr(usualDataBits, 7, 8, "dataBits");
    Parity parity =
        serial.has("parity") ? serial.choice(PARITIES, "parity").orElse(Parity.NONE) : Parity.NONE;
    return new SerialSettings(
        serial.text(LINE_KEYS),
        (int) serial.integerOr(USUAL_BAUD, SLOWEST_BAUD, FASTEST_BAUD, "baudRate"),
        dataBits,
        parity,
        (int) serial.integerOr(1, 1, 2, "stopBits"),
        rs485());
  }

  private Rs485 rs485() {
    boolean enabled = flat.flagOr(saysRs485(), "rs485Enabled");
    return new Rs485(
        enabled,
        flat.flagOr(true, "rs485ActiveHigh"),
        flat.flagOr(false, "rs485Termination"),
        flat.flagOr(false, "rs485RxDuringTx"),
        (int) flat.integerOr(0, 0, LONGEST_DELAY_MICROS, "rs485DelayBefore"),
        (int) flat.integerOr(0, 0, LONGEST_DELAY_MICROS, "rs485DelayAfter"),
        flat.flagOr(false, "rs485Echo"));
  }

  /** v1alpha2's way to say it. */
  private boolean saysRs485() {
    return List.of(flat, flat.object("common")).stream()
        .map(place -> place.object("customizedValues").text(List.of("serialType")))
        .flatMap(Optional::stream)
        .anyMatch(type -> type.equalsIgnoreCase("RS485"));
  }

  private TlsSettings tls() {
    Path certificate = file("tlsCertificateFile");
    Path key = file("tlsKeyFile");
    if ((certificate == null) != (key == null)) {
      flat.complain(
          certificate == null ? "tlsCertificateFile" : "tlsKeyFile",
          "a file, because the other of tlsCertificateFile and tlsKeyFile is given");
    }
    return new TlsSettings(
        file("tlsTrustFile"),
        certificate,
        key,
        flat.text(List.of("tlsServerName")).orElse(null),
        flat.flagOr(true, "tlsVerify"));
  }

  private @Nullable Path file(String key) {
    if (!flat.has(key)) {
      return null;
    }
    try {
      return Path.of(flat.text(key));
    } catch (InvalidPathException e) {
      flat.complain(key, "the path of a PEM file");
      return null;
    }
  }

  private static Map<String, Mode> modes() {
    Map<String, Mode> words = new LinkedHashMap<>();
    for (Mode mode : Mode.values()) {
      words.put(mode.name(), mode);
    }
    return words;
  }

  private static Map<String, Parity> parities() {
    Map<String, Parity> words = new LinkedHashMap<>();
    words.put("none", Parity.NONE);
    words.put("even", Parity.EVEN);
    words.put("odd", Parity.ODD);
    words.put("N", Parity.NONE);
    words.put("E", Parity.EVEN);
    words.put("O", Parity.ODD);
    return words;
  }
}
