package io.margay.driver.onvif.internal.events;

import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a camera has put a subscription, and what tells it from others there: cameras of one maker
 * have all of theirs at one address (WS-Addressing 1.0, SOAP Binding, 3.4).
 *
 * @param address as reached from here
 * @param parameters that stand in the header of each request
 */
record Subscription(Address address, List<Tag> parameters) {

  /**
   * @param reference the {@code wsa:EndpointReference} that the camera gave
   */
  static Subscription at(Address address, Element reference) {
    return new Subscription(
        address,
        reference.at("ReferenceParameters").children().stream()
            .map(told -> Tag.copyOf(told).with("wsa:IsReferenceParameter", "true"))
            .toList());
  }

  /** The headers of a request about it. */
  List<Tag> headers(String action) {
    List<Tag> headers = new ArrayList<>();
    headers.add(Tag.of("wsa:Action", action));
    headers.add(Tag.of("wsa:To", address.toString()));
    headers.addAll(parameters);
    return headers;
  }
}
