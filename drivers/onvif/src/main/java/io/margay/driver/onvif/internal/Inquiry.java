package io.margay.driver.onvif.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** The operations whose answers properties can be, and those that change what they answer. */
enum Inquiry {
  STREAM_URI("GetStreamUri", "", "uri"),
  SNAPSHOT_URI("GetSnapshotUri", "", "uri"),
  SNAPSHOT("GetSnapshot", "", "image", "contentType"),
  PROFILES("GetProfiles", "", "profiles"),
  ENCODER(
      "GetVideoEncoderConfiguration",
      "",
      "encoding",
      "width",
      "height",
      "frameRate",
      "bitrate",
      "quality"),
  INFORMATION(
      "GetDeviceInformation",
      "",
      "model",
      "manufacturer",
      "firmwareVersion",
      "serialNumber",
      "hardwareId"),
  SERVICES("GetServices", "", "services"),
  SCOPES("GetScopes", "", "scopes"),
  TIME(
      "GetSystemDateAndTime",
      "",
      "utc",
      "clockOffsetMillis",
      "type",
      "timeZone",
      "daylightSavings"),
  HOSTNAME("GetHostname", "SetHostname", "name", "fromDhcp"),
  NTP("GetNTP", "SetNTP", "servers", "fromDhcp"),
  USERS("GetUsers", "", "users"),
  PTZ_STATUS(
      "GetStatus",
      "AbsoluteMove",
      "pan",
      "tilt",
      "zoom",
      "moveStatus",
      "zoomMoveStatus",
      "error",
      "utc"),
  PRESETS("GetPresets", "", "presets"),
  IMAGING(
      "GetImagingSettings",
      "SetImagingSettings",
      "brightness",
      "colorSaturation",
      "contrast",
      "sharpness",
      "irCutFilter",
      "exposureMode",
      "focusMode",
      "whiteBalanceMode",
      "backlightCompensation",
      "wideDynamicRange"),
  FOCUS("GetFocusStatus", "", "position", "moveStatus", "error"),
  RELAY("RelayOutputState", "SetRelayOutputState", "state"),
  RELAYS("GetRelayOutputs", "", "relays"),
  INPUTS("GetDigitalInputs", "", "inputs");

  private final String operation;
  private final String writer;
  private final String fields;

  Inquiry(String operation, String writer, String... fields) {
    this.operation = operation;
    this.writer = writer;
    this.fields = String.join(" ", fields);
  }

  String operation() {
    return operation;
  }

  /** The operation that takes the field as an argument; empty when it cannot be written. */
  String writer() {
    return writer;
  }

  /** What its answer holds; the first is meant where none is said. */
  Map<String, String> fields() {
    Map<String, String> words = new LinkedHashMap<>();
    for (String field : fields.split(" ", -1)) {
      words.put(field, field);
    }
    return words;
  }

  String firstField() {
    return fields.split(" ", -1)[0];
  }
}
