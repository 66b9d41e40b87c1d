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

/** How a camera makes its image (Imaging Service Specification, {@code imaging.wsdl}). */
final class ImagingService {
  private static final Map<String, String> IR_CUT_FILTER =
      Map.of("ON", "ON", "OFF", "OFF", "AUTO", "AUTO");

  private final Camera camera;
  private final Profiles profiles;

  ImagingService(Camera camera, Profiles profiles) {
    this.camera = camera;
    this.profiles = profiles;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("GetImagingSettings", this::settings);
    all.put("SetImagingSettings", this::set);
    all.put("GetImagingOptions", this::options);
    all.put("GetFocusStatus", this::focusStatus);
    all.put("MoveFocus", this::moveFocus);
    all.put("StopFocus", this::stopFocus);
    return all;
  }

  private Map<String, Object> settings(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Element told =
        ask(begin("timg:GetImagingSettings", given, deadline), deadline).at("ImagingSettings");
    return new Fields()
        .put("brightness", told.at("Brightness").number())
        .put("colorSaturation", told.at("ColorSaturation").number())
        .put("contrast", told.at("Contrast").number())
        .put("sharpness", told.at("Sharpness").number())
        .put("irCutFilter", told.at("IrCutFilter").text())
        .put("exposureMode", told.at("Exposure", "Mode").text())
        .put("focusMode", told.at("Focus", "AutoFocusMode").text())
        .put("whiteBalanceMode", told.at("WhiteBalance", "Mode").text())
        .put("backlightCompensation", told.at("BacklightCompensation", "Mode").text())
        .put("wideDynamicRange", told.at("WideDynamicRange", "Mode").text())
        .all();
  }

  /** In the order of {@code tt:ImagingSettings20}; what is not given is left out, and stays. */
  private Map<String, Object> set(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag settings = Tag.of("timg:ImagingSettings");
    settings = mode(settings, "tt:BacklightCompensation", "Mode", "backlightCompensation", given);
    settings = number(settings, "tt:Brightness", "brightness", given);
    settings = number(settings, "tt:ColorSaturation", "colorSaturation", given);
    settings = number(settings, "tt:Contrast", "contrast", given);
    settings = mode(settings, "tt:Exposure", "Mode", "exposureMode", given);
    settings = mode(settings, "tt:Focus", "AutoFocusMode", "focusMode", given);
    if (given.has("irCutFilter")) {
      settings =
          settings.with(Tag.of("tt:IrCutFilter", given.choice("irCutFilter", IR_CUT_FILTER)));
    }
    settings = number(settings, "tt:Sharpness", "sharpness", given);
    settings = mode(settings, "tt:WideDynamicRange", "Mode", "wideDynamicRange", given);
    settings = mode(settings, "tt:WhiteBalance", "Mode", "whiteBalanceMode", given);
    if (settings.children().isEmpty()) {
      throw new IllegalArgumentException("nothing to set: expected brightness, contrast or others");
    }
    ask(
        begin("timg:SetImagingSettings", given, deadline)
            .with(settings)
            .with(Tag.of("timg:ForcePersistence", "" + given.flag(true, "persistent"))),
        deadline);
    return Map.of();
  }

  private static Tag number(Tag settings, String element, String argument, Arguments given) {
    OptionalDouble value = given.number(argument);
    return value.isEmpty()
        ? settings
        : settings.with(Tag.of(element, String.valueOf(value.getAsDouble())));
  }

  private static Tag mode(
      Tag settings, String element, String inner, String argument, Arguments given) {
    return given.has(argument)
        ? settings.with(Tag.of(element, Tag.of("tt:" + inner, given.text(argument))))
        : settings;
  }

  private Map<String, Object> options(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Element told = ask(begin("timg:GetOptions", given, deadline), deadline).at("ImagingOptions");
    Fields fields = new Fields();
    range(fields, "brightness", told.at("Brightness"));
    range(fields, "colorSaturation", told.at("ColorSaturation"));
    range(fields, "contrast", told.at("Contrast"));
    range(fields, "sharpness", told.at("Sharpness"));
    return fields
        .put("irCutFilterModes", told.all("IrCutFilterModes").stream().map(Element::text).toList())
        .all();
  }

  private static void range(Fields fields, String name, Element range) {
    fields.put(name + "Min", range.at("Min").number()).put(name + "Max", range.at("Max").number());
  }

  private Map<String, Object> focusStatus(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Element focus =
        ask(begin("timg:GetStatus", given, deadline), deadline).at("Status", "FocusStatus20");
    return new Fields()
        .put("position", focus.at("Position").number())
        .put("moveStatus", focus.at("MoveStatus").text())
        .put("error", focus.at("Error").text())
        .all();
  }

  /** A {@code tt:FocusMove}: to a position, by a distance, or at a speed until it is stopped. */
  private Map<String, Object> moveFocus(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag focus;
    if (given.has("position")) {
      focus = way("tt:Absolute", "tt:Position", given.number("position"));
    } else if (given.has("distance")) {
      focus = way("tt:Relative", "tt:Distance", given.number("distance"));
    } else {
      given.text("speed");
      focus = way("tt:Continuous", "tt:Speed", given.number("speed"));
    }
    ask(begin("timg:Move", given, deadline).with(Tag.of("timg:Focus", focus)), deadline);
    return Map.of();
  }

  private static Tag way(String kind, String measure, OptionalDouble value) {
    return Tag.of(kind, Tag.of(measure, String.valueOf(value.orElseThrow())));
  }

  private Map<String, Object> stopFocus(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    ask(begin("timg:Stop", given, deadline), deadline);
    return Map.of();
  }

  private Tag begin(String operation, Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    String source = given.textOr("", "videoSource");
    if (source.isEmpty()) {
      source = profiles.meant(given, deadline).videoSource();
    }
    return Tag.of(operation, Tag.of("timg:VideoSourceToken", source));
  }

  private Element ask(Tag request, Deadline deadline) throws CameraFault, DriverException {
    return camera.call(Namespace.IMAGING, request, deadline);
  }
}
