package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.Answer;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a camera sees (Media and Media2 Service Specifications). */
final class MediaService {
  private static final int LARGEST_IMAGE = 16_000_000;

  private final Camera camera;
  private final Profiles profiles;

  MediaService(Camera camera, Profiles profiles) {
    this.camera = camera;
    this.profiles = profiles;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("GetProfiles", (given, deadline) -> profiles(deadline));
    all.put("GetVideoEncoderConfiguration", this::encoder);
    all.put("GetStreamUri", this::streamUri);
    all.put("GetSnapshotUri", this::snapshotUri);
    all.put("GetSnapshot", this::snapshot);
    return all;
  }

  private Map<String, Object> profiles(Deadline deadline) throws CameraFault, DriverException {
    Fields names = new Fields();
    for (Profile profile : profiles.ask(deadline)) {
      names.put(profile.token(), profile.name().isEmpty() ? profile.token() : profile.name());
    }
    return Map.of("profiles", names.all());
  }

  private Map<String, Object> encoder(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    profiles.ask(deadline);
    Profile profile = profiles.meant(given, deadline);
    return new Fields()
        .put("encoding", profile.encoder().at("Encoding").text())
        .put("width", profile.encoderNumber("Resolution", "Width"))
        .put("height", profile.encoderNumber("Resolution", "Height"))
        .put("frameRate", profile.encoderNumber("RateControl", "FrameRateLimit"))
        .put("bitrate", profile.encoderNumber("RateControl", "BitrateLimit"))
        .put("quality", profile.encoderNumber("Quality"))
        .all();
  }

  private Map<String, Object> streamUri(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    String token = profiles.meant(given, deadline).token();
    Element answer =
        profiles.areOfMedia2()
            ? camera.call(
                Namespace.MEDIA2,
                Tag.of(
                    "tr2:GetStreamUri",
                    Tag.of("tr2:Protocol", "RTSP"),
                    Tag.of("tr2:ProfileToken", token)),
                deadline)
            : camera.call(
                Namespace.MEDIA,
                Tag.of(
                    "trt:GetStreamUri",
                    Tag.of(
                        "trt:StreamSetup",
                        Tag.of("tt:Stream", "RTP-Unicast"),
                        Tag.of("tt:Transport", Tag.of("tt:Protocol", "RTSP"))),
                    Tag.of("trt:ProfileToken", token)),
                deadline);
    return Map.of("uri", new StreamUri(camera.settings()).reachable(uri(answer, "stream")));
  }

  private Map<String, Object> snapshotUri(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    return Map.of("uri", snapshotAddress(given, deadline).toString());
  }

  private Address snapshotAddress(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    String token = profiles.meant(given, deadline).token();
    Element answer =
        profiles.areOfMedia2()
            ? camera.call(
                Namespace.MEDIA2,
                Tag.of("tr2:GetSnapshotUri", Tag.of("tr2:ProfileToken", token)),
                deadline)
            : camera.call(
                Namespace.MEDIA,
                Tag.of("trt:GetSnapshotUri", Tag.of("trt:ProfileToken", token)),
                deadline);
    String uri = uri(answer, "snapshot");
    return camera
        .reachable(uri)
        .orElseThrow(
            () -> new CameraFault("the snapshot is at \"" + uri + "\", which is no HTTP address"));
  }

  private Map<String, Object> snapshot(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Answer answer = camera.fetch(snapshotAddress(given, deadline), LARGEST_IMAGE, deadline);
    if (!answer.isOk() || !answer.isOfType("image/")) {
      throw new CameraFault(
          "the snapshot is no image: HTTP status %d, %s, \"%s\""
              .formatted(answer.status(), answer.header("content-type"), answer.excerpt()));
    }
    return Map.of("image", answer.body(), "contentType", answer.header("content-type"));
  }

  /** Media has it in a {@code MediaUri}, Media2 has not. */
  private static String uri(Element answer, String what) throws CameraFault {
    String uri = answer.at("MediaUri", "Uri").text() + answer.at("Uri").text();
    if (uri.isEmpty()) {
      throw new CameraFault("the camera tells no address of a " + what);
    }
    return uri;
  }
}
