package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contacts of a camera: relays, which it switches, and digital inputs. */
final class DeviceIoService {
  private static final String ACTIVE = "active";

  private final Camera camera;

  /** What each relay was told last; the camera cannot be asked. */
  private final Map<String, Boolean> commanded = new HashMap<>();

  DeviceIoService(Camera camera) {
    this.camera = camera;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("GetRelayOutputs", (given, deadline) -> Map.of("relays", relays(deadline)));
    all.put("SetRelayOutputState", this::setRelay);
    all.put("RelayOutputState", this::relayState);
    all.put("GetDigitalInputs", (given, deadline) -> inputs(deadline));
    return all;
  }

  /** Both the device service and DeviceIO have it, in the same words (Device IO, 5.5). */
  private List<String> relays(Deadline deadline) throws CameraFault, DriverException {
    return camera
        .call(Namespace.DEVICE, Tag.of("tds:GetRelayOutputs"), deadline)
        .all("RelayOutputs")
        .stream()
        .map(relay -> relay.attribute("token"))
        .toList();
  }

  private Map<String, Object> setRelay(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    boolean active =
        given.choice(
            "state", Map.of(ACTIVE, true, "inactive", false, "true", true, "false", false));
    String relay = relay(given, deadline);
    camera.call(
        Namespace.DEVICE,
        Tag.of(
            "tds:SetRelayOutputState",
            Tag.of("tds:RelayOutputToken", relay),
            Tag.of("tds:LogicalState", active ? ACTIVE : "inactive")),
        deadline);
    commanded.put(relay, active);
    return Map.of();
  }

  /** Not an operation of ONVIF, which can set a relay and not ask for its state. */
  private Map<String, Object> relayState(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    String relay = relay(given, deadline);
    Boolean state = commanded.get(relay);
    if (state == null) {
      throw new CameraFault(
          "the state of relay %s is not known before it is set: ONVIF has no request for it; the event tns1:Device/Trigger/Relay tells it"
              .formatted(relay));
    }
    return Map.of("state", state);
  }

  private String relay(Arguments given, Deadline deadline) throws CameraFault, DriverException {
    String wanted = given.textOr("", "relay");
    if (!wanted.isEmpty()) {
      return wanted;
    }
    List<String> all = relays(deadline);
    if (all.isEmpty()) {
      throw new CameraFault("the camera has no relay");
    }
    return all.get(0);
  }

  private Map<String, Object> inputs(Deadline deadline) throws CameraFault, DriverException {
    List<String> tokens =
        camera
            .call(Namespace.DEVICE_IO, Tag.of("tmd:GetDigitalInputs"), deadline)
            .all("DigitalInputs")
            .stream()
            .map(input -> input.attribute("token"))
            .toList();
    return Map.of("inputs", tokens);
  }
}
