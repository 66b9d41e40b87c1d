package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.SoapClient;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Where the services of a camera are, as reached from here. */
final class Services {
  private final CameraSettings settings;
  private final Map<Namespace, Address> addresses = new EnumMap<>(Namespace.class);

  Services(CameraSettings settings) {
    this.settings = settings;
    addresses.put(Namespace.DEVICE, settings.device());
  }

  /** Where GetCapabilities tells of a service (ONVIF Core 8.1.2.2). */
  private enum Capability {
    MEDIA(Namespace.MEDIA, "Media"),
    PTZ(Namespace.PTZ, "PTZ"),
    IMAGING(Namespace.IMAGING, "Imaging"),
    EVENTS(Namespace.EVENTS, "Events"),
    DEVICE_IO(Namespace.DEVICE_IO, "Extension/DeviceIO");

    private final Namespace namespace;
    private final String path;

    Capability(Namespace namespace, String path) {
      this.namespace = namespace;
      this.path = path;
    }
  }

  /**
   * Takes up what was learned from the very same place.
   *
   * @param known addresses by namespace
   * @return whether that was something
   */
  boolean takeUp(Map<String, String> known) {
    if (!settings.device().toString().equals(known.get(Namespace.DEVICE.uri()))) {
      return false;
    }
    known.forEach(
        (namespace, address) ->
            Namespace.ofUri(namespace)
                .ifPresent(
                    one -> Address.parse(address).ifPresent(place -> addresses.put(one, place))));
    return addresses.size() > 1;
  }

  /** Asks the camera (ONVIF Core 8.1.2); one older than 2.0 knows GetCapabilities only. */
  void find(SoapClient soap, Deadline deadline) throws CameraFault, DriverException {
    try {
      Tag question = Tag.of("tds:GetServices", Tag.of("tds:IncludeCapability", "false"));
      for (Element service : soap.call(settings.device(), question, deadline).all("Service")) {
        offer(service.at("Namespace").text(), service.at("XAddr").text());
      }
    } catch (CameraFault e) {
      if (e.isAboutAuthority()) {
        throw e;
      }
      findCapabilities(soap, deadline);
    }
  }

  private void findCapabilities(SoapClient soap, Deadline deadline)
      throws CameraFault, DriverException {
    Tag question = Tag.of("tds:GetCapabilities", Tag.of("tds:Category", "All"));
    Element all = soap.call(settings.device(), question, deadline).at("Capabilities");
    for (Capability one : Capability.values()) {
      offer(one.namespace.uri(), all.at(one.path.split("/", -1)).at("XAddr").text());
    }
  }

  private void offer(String namespace, String address) {
    Namespace.ofUri(namespace)
        .filter(known -> known != Namespace.DEVICE)
        .ifPresent(known -> reachable(address).ifPresent(place -> addresses.put(known, place)));
  }

  /** Where an address that the camera tells is reached; empty when it is no address. */
  Optional<Address> reachable(String address) {
    return Address.parse(address).map(told -> settings.rewrites() ? rewritten(told) : told);
  }

  private Address rewritten(Address told) {
    Address here = settings.device();
    return told.host().equalsIgnoreCase(here.host())
        ? told
        : new Address(here.secure(), here.host(), here.port(), told.path());
  }

  boolean has(Namespace service) {
    return addresses.containsKey(service);
  }

  /** Where a service is; a service that is not offered is a refusal. */
  Address address(Namespace service) throws CameraFault {
    Address address = addresses.get(service);
    if (address == null) {
      throw new CameraFault("the camera has no service " + service.uri());
    }
    return address;
  }

  /** All that is known, by namespace. */
  Map<String, Object> all() {
    Fields known = new Fields();
    addresses.forEach((namespace, address) -> known.put(namespace.uri(), address.toString()));
    return known.all();
  }
}
