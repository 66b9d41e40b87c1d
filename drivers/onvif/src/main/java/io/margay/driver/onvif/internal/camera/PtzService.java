package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Turns and zooms a camera (PTZ Service Specification, {@code ptz.wsdl}). */
final class PtzService {
  private static final String PAN = "pan";
  private static final String TILT = "tilt";
  private static final String ZOOM = "zoom";
  private static final String PRESET = "preset";

  private final Camera camera;
  private final Profiles profiles;

  PtzService(Camera camera, Profiles profiles) {
    this.camera = camera;
    this.profiles = profiles;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("GetStatus", this::status);
    all.put("AbsoluteMove", this::absoluteMove);
    all.put("RelativeMove", this::relativeMove);
    all.put("ContinuousMove", this::continuousMove);
    all.put("Stop", this::stop);
    all.put("GetPresets", (given, deadline) -> Map.of("presets", presets(given, deadline)));
    all.put("SetPreset", this::setPreset);
    all.put("GotoPreset", (given, deadline) -> atPreset("tptz:GotoPreset", given, deadline));
    all.put("RemovePreset", (given, deadline) -> atPreset("tptz:RemovePreset", given, deadline));
    all.put(
        "GotoHomePosition", (given, deadline) -> home("tptz:GotoHomePosition", given, deadline));
    all.put("SetHomePosition", (given, deadline) -> home("tptz:SetHomePosition", given, deadline));
    all.put("SendAuxiliaryCommand", this::auxiliary);
    return all;
  }

  private Map<String, Object> status(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Element status = ask(begin("tptz:GetStatus", given, deadline), deadline).at("PTZStatus");
    return new Fields()
        .put(PAN, status.at("Position", "PanTilt").number("x"))
        .put(TILT, status.at("Position", "PanTilt").number("y"))
        .put(ZOOM, status.at("Position", "Zoom").number("x"))
        .put("moveStatus", status.at("MoveStatus", "PanTilt").text())
        .put("zoomMoveStatus", status.at("MoveStatus", "Zoom").text())
        .put("error", status.at("Error").text())
        .put("utc", status.at("UtcTime").text())
        .all();
  }

  /** Pan and tilt are one element, so the one that is not given stays where it is. */
  private Map<String, Object> absoluteMove(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    OptionalDouble pan = given.number(PAN);
    OptionalDouble tilt = given.number(TILT);
    if (pan.isPresent() != tilt.isPresent()) {
      Map<String, Object> now = status(given, deadline);
      pan = pan.isPresent() ? pan : coordinate(now, PAN);
      tilt = tilt.isPresent() ? tilt : coordinate(now, TILT);
    }
    Tag position = vector("tptz:Position", pan, tilt, given.number(ZOOM));
    return move(begin("tptz:AbsoluteMove", given, deadline).with(position), given, deadline);
  }

  private static OptionalDouble coordinate(Map<String, Object> status, String axis)
      throws CameraFault {
    if (status.get(axis) instanceof Double where) {
      return OptionalDouble.of(where);
    }
    throw new CameraFault("the camera does not tell its " + axis + ": give pan and tilt together");
  }

  private Map<String, Object> relativeMove(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag way = vector("tptz:Translation", given.number(PAN), given.number(TILT), given.number(ZOOM));
    return move(begin("tptz:RelativeMove", given, deadline).with(way), given, deadline);
  }

  /** An axis that is not given stands still. */
  private Map<String, Object> continuousMove(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag velocity =
        vector("tptz:Velocity", given.number(PAN), given.number(TILT), given.number(ZOOM));
    Tag request = begin("tptz:ContinuousMove", given, deadline).with(velocity);
    OptionalDouble seconds = given.number("seconds");
    if (seconds.isPresent()) {
      if (!(seconds.getAsDouble() > 0 && seconds.getAsDouble() <= 3600)) {
        throw given.unfit("seconds", "a number of seconds up to 3600");
      }
      request = request.with(Tag.of("tptz:Timeout", "PT" + seconds.getAsDouble() + "S"));
    }
    ask(request, deadline);
    return Map.of();
  }

  private Map<String, Object> move(Tag request, Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    OptionalDouble speed = given.number("speed");
    ask(
        speed.isPresent()
            ? request.with(
                vector(
                    "tptz:Speed", speed, speed, given.has(ZOOM) ? speed : OptionalDouble.empty()))
            : request,
        deadline);
    return Map.of();
  }

  /** A {@code tt:PTZVector} or {@code tt:PTZSpeed}: pan and tilt, or zoom, or both. */
  private static Tag vector(
      String name, OptionalDouble pan, OptionalDouble tilt, OptionalDouble zoom) {
    Tag vector = Tag.of(name);
    if (pan.isPresent() || tilt.isPresent()) {
      vector =
          vector.with(
              Tag.of("tt:PanTilt")
                  .with("x", String.valueOf(pan.orElse(0)))
                  .with("y", String.valueOf(tilt.orElse(0))));
    }
    if (zoom.isPresent()) {
      vector = vector.with(Tag.of("tt:Zoom").with("x", String.valueOf(zoom.getAsDouble())));
    }
    if (vector.children().isEmpty()) {
      throw new IllegalArgumentException("nothing to move: expected pan, tilt or zoom");
    }
    return vector;
  }

  private Map<String, Object> stop(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    ask(
        begin("tptz:Stop", given, deadline)
            .with(Tag.of("tptz:PanTilt", "" + given.flag(true, "panTilt")))
            .with(Tag.of("tptz:Zoom", "" + given.flag(true, ZOOM))),
        deadline);
    return Map.of();
  }

  private Map<String, Object> presets(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Fields names = new Fields();
    for (Element preset : ask(begin("tptz:GetPresets", given, deadline), deadline).all("Preset")) {
      String name = preset.at("Name").text();
      names.put(preset.attribute("token"), name.isEmpty() ? preset.attribute("token") : name);
    }
    return names.all();
  }

  private Map<String, Object> setPreset(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag request = begin("tptz:SetPreset", given, deadline);
    if (given.has("name")) {
      request = request.with(Tag.of("tptz:PresetName", given.text("name")));
    }
    if (given.has(PRESET)) {
      request = request.with(Tag.of("tptz:PresetToken", token(given, deadline)));
    }
    return new Fields().put(PRESET, ask(request, deadline).at("PresetToken").text()).all();
  }

  private Map<String, Object> atPreset(String operation, Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    String token = token(given, deadline);
    ask(begin(operation, given, deadline).with(Tag.of("tptz:PresetToken", token)), deadline);
    return Map.of();
  }

  /** People know a preset by its name, the camera by its token; either is taken. */
  private String token(Arguments given, Deadline deadline) throws CameraFault, DriverException {
    String wanted = given.text(PRESET);
    for (Map.Entry<String, Object> preset : presets(given, deadline).entrySet()) {
      if (preset.getValue().equals(wanted)) {
        return preset.getKey();
      }
    }
    return wanted;
  }

  private Map<String, Object> home(String operation, Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    ask(begin(operation, given, deadline), deadline);
    return Map.of();
  }

  private Map<String, Object> auxiliary(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag command = Tag.of("tptz:AuxiliaryData", given.text("command"));
    Element answer =
        ask(begin("tptz:SendAuxiliaryCommand", given, deadline).with(command), deadline);
    return new Fields().put("response", answer.at("AuxiliaryResponse").text()).all();
  }

  private Tag begin(String operation, Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    String profile = profiles.meant(given, deadline).token();
    return Tag.of(operation, Tag.of("tptz:ProfileToken", profile));
  }

  private Element ask(Tag request, Deadline deadline) throws CameraFault, DriverException {
    return camera.call(Namespace.PTZ, request, deadline);
  }
}
