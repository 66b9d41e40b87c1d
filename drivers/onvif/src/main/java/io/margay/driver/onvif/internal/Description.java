package io.margay.driver.onvif.internal;

import static io.margay.dmi.driver.SettingDescription.optional;

import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.SettingDescription;
import java.util.List;
import java.util.Set;

/** What the driver says of itself. */
final class Description {
  private static final String PATH = "a path";

  static final DriverDescription OF_DRIVER =
      new DriverDescription(
          "onvif",
          "ONVIF cameras",
          deviceSettings(),
          propertySettings(),
          Set.of(Capability.INVOKE, Capability.SUBSCRIBE, Capability.DISCOVER));

  private Description() {}

  private static List<SettingDescription> deviceSettings() {
    return List.of(
        optional("url", "host:port, or http://host:port/path", "", "where the camera is"),
        optional("host", "a host name or an address", "", "instead of url"),
        optional("port", "1 to 65535", "80", "with host"),
        optional("userName", "a text", "", "who asks; left out: nobody in particular"),
        optional(
            "password", "a text, or a path that begins with /", "", "the password, or its file"),
        optional("passwordFile", PATH, "", "the file that the password stands in"),
        optional(
            "authMode", "one of both, usernametoken, digest, none", "both", "how who asks is told"),
        optional("profile", "token or name", "the first", "the media profile that is meant"),
        optional(
            "rewriteAddresses",
            "true or false",
            "true",
            "take services and streams to be where the camera was reached"),
        optional("rtspPort", "1 to 65535", "as told", "port of streams as seen from here"),
        optional("tlsTrustFile", PATH, "Java's own list", "who may sign for the camera, PEM"),
        optional("tlsVerify", "true or false", "true", "false: talk to whoever answers"));
  }

  private static List<SettingDescription> propertySettings() {
    return List.of(
        optional("method", "an operation", "the name of the property", "whose answer it is"),
        optional("field", "a field of the answer", "the first", "which part of the answer"),
        optional("profile", "token or name", "that of the device", "the media profile"),
        optional("videoSource", "a token", "that of the profile", "for imaging settings"),
        optional("relay", "a token", "the first", "for RelayOutputState"),
        optional("topic", "a topic", "", "the event that the property tells"),
        optional("item", "a name", "the first", "which item of the event"),
        optional("source", "name=value", "any", "which source of the event"),
        optional("outputDir", "an absolute path", "", "where saveFrame and saveVideo put files"),
        optional(
            "format", "jpg, png, bmp; mp4, mkv, avi, flv, ts, mov", "jpg; mp4", "of the files"),
        optional("frameCount", "a number", "1; 100", "frames of a turn, or of a clip"),
        optional("frameInterval", "nanoseconds", "0", "from one frame to the next"),
        optional("videoNum", "1 to 1000", "1", "clips of a turn"),
        optional("maxFiles", "1 to 100000", "100", "files that are kept; older ones go"));
  }
}
