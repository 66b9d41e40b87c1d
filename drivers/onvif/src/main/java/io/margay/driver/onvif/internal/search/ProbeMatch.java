package io.margay.driver.onvif.internal.search;

import io.margay.dmi.driver.DiscoveredDevice;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.soap.Element;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A camera that has answered a probe (WS-Discovery 2005/04, 5.3; ONVIF Core 7.3). */
final class ProbeMatch {
  private static final String SCOPE = "onvif://www.onvif.org/";
  private static final List<String> FACTS = List.of("name", "hardware", "location");

  private ProbeMatch() {}

  /** The cameras that an answer tells of; none when it is no answer to a probe. */
  static List<DiscoveredDevice> in(Element envelope, String sender) {
    List<DiscoveredDevice> found = new ArrayList<>();
    for (Element match : envelope.at("Body", "ProbeMatches").all("ProbeMatch")) {
      address(match.at("XAddrs").text(), sender)
          .ifPresent(address -> found.add(device(match, address)));
    }
    return found;
  }

  /** Of several addresses the one that the answer came from, so that it can be reached. */
  private static Optional<Address> address(String told, String sender) {
    List<Address> all = new ArrayList<>();
    for (String one : told.split("\\s+", -1)) {
      Address.parse(one).ifPresent(all::add);
    }
    return all.stream()
        .filter(address -> address.host().equals(sender))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private static DiscoveredDevice device(Element match, Address address) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("uuid", match.at("EndpointReference", "Address").text());
    for (String scope : match.at("Scopes").text().split("\\s+", -1)) {
      for (String fact : FACTS) {
        if (scope.startsWith(SCOPE + fact + "/")) {
          facts.putIfAbsent(fact, decoded(scope.substring((SCOPE + fact + "/").length())));
        }
      }
    }
    String place = address.authority().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return new DiscoveredDevice(
        "onvif-" + place.replaceAll("^-|-$", ""), Map.of("url", address.toString()), facts);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
