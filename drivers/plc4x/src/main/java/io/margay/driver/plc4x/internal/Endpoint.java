package io.margay.driver.plc4x.internal;

import io.margay.dmi.driver.Settings;
import io.margay.driver.plc4x.internal.library.Protocol;
import io.margay.driver.plc4x.internal.library.Protocol.Transport;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection string says: PLC4X's {@code protocol:transport://host:port/more?options}, or
 * the {@code opc.tcp://host:port/more} of OPC UA.
 *
 * @param url as PLC4X takes it
 * @param host empty when the protocol has no wire
 */
record Endpoint(Protocol protocol, String url, String host, int port) {
  static final String KEY = "url";

  private static final Map<String, Protocol> PROTOCOLS = Protocol.words();
  private static final String OPC_TCP = "opc.tcp://";
  private static final String EXPECTED =
      "a connection string such as s7://10.0.0.7 or opc.tcp://10.0.0.7:4840; it begins with one of "
          + String.join(", ", PROTOCOLS.keySet());
  private static final Pattern URL =
      Pattern.compile(
          "(?<protocol>[a-z0-9-]{1,20})(:(?<transport>[a-z]{1,10}))?://"
              + "(?<place>[^?\\s]{1,300})(\\?(?<options>\\S{0,1000}))?");
  private static final Pattern PLACE =
      Pattern.compile("(?<host>[a-zA-Z0-9][a-zA-Z0-9.-]{0,250})(:(?<port>[0-9]{1,5}))?(/.*)?");

  static Optional<Endpoint> of(Settings settings) {
    String said = settings.text(KEY);
    if (!settings.has(KEY)) {
      return Optional.empty();
    }
    String url =
        said.startsWith(OPC_TCP) ? "opcua:tcp://" + said.substring(OPC_TCP.length()) : said;
    Matcher parts = URL.matcher(url);
    Protocol protocol = parts.matches() ? PROTOCOLS.get(parts.group("protocol")) : null;
    if (protocol == null) {
      settings.complain(KEY, EXPECTED);
      return Optional.empty();
    }
    String transport = parts.group("transport");
    if (transport != null && !transport.equals(protocol.transport().word())) {
      settings.complain(KEY, protocol.word() + " over " + protocol.transport().word());
      return Optional.empty();
    }
    if (holdsSecret(parts.group("options"))) {
      settings.complain(
          KEY, "no secret in it: passwordFile, keyStorePasswordFile and trustStorePasswordFile");
      return Optional.empty();
    }
    return protocol.transport() == Transport.NONE
        ? Optional.of(new Endpoint(protocol, url, "", 0))
        : at(parts.group("place"), protocol, url, settings);
  }

  private static Optional<Endpoint> at(
      String place, Protocol protocol, String url, Settings settings) {
    Matcher parts = PLACE.matcher(place);
    int port =
        !parts.matches()
            ? 0
            : parts.group("port") == null
                ? protocol.usualPort()
                : Integer.parseInt(parts.group("port"));
    if (port < 1 || port > 65_535) {
      settings.complain(KEY, "an IPv4 address or a host name, and a port from 1 to 65535");
      return Optional.empty();
    }
    return Optional.of(new Endpoint(protocol, url, parts.group("host"), port));
  }

  /** An option whose name speaks of a password; options are {@code a=b&c=d}. */
  private static boolean holdsSecret(String options) {
    return options != null
        && Arrays.stream(options.split("&", -1))
            .anyMatch(option -> option.toLowerCase(Locale.ROOT).split("=", -1)[0].contains("pass"));
  }

  /** Whether an option is in it. */
  boolean says(String option) {
    return url.contains("?" + option + "=") || url.contains("&" + option + "=");
  }
}
