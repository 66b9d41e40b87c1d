package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.List;
import java.util.stream.Collectors;

/** The profiles of a camera, asked for once and remembered while the conversation lasts. */
final class Profiles {
  private final Camera camera;
  private List<Profile> known = List.of();
  private boolean fromMedia2;

  Profiles(Camera camera) {
    this.camera = camera;
  }

  /** All of them, asked for anew. */
  List<Profile> ask(Deadline deadline) throws CameraFault, DriverException {
    known = camera.offers(Namespace.MEDIA2) ? media2(deadline) : media(deadline);
    return known;
  }

  /** Cameras that offer Media2 and then cannot do it are asked in the old way. */
  private List<Profile> media2(Deadline deadline) throws CameraFault, DriverException {
    try {
      List<Profile> told =
          camera
              .call(
                  Namespace.MEDIA2, Tag.of("tr2:GetProfiles", Tag.of("tr2:Type", "All")), deadline)
              .all("Profiles")
              .stream()
              .map(Profile::ofMedia2)
              .toList();
      fromMedia2 = true;
      return told;
    } catch (CameraFault e) {
      if (e.isAboutAuthority() || !camera.offers(Namespace.MEDIA)) {
        throw e;
      }
      return media(deadline);
    }
  }

  private List<Profile> media(Deadline deadline) throws CameraFault, DriverException {
    fromMedia2 = false;
    List<Element> told =
        camera.call(Namespace.MEDIA, Tag.of("trt:GetProfiles"), deadline).all("Profiles");
    return told.stream().map(Profile::ofMedia).toList();
  }

  /** Whether they came from Media2, so that their streams are asked for there. */
  boolean areOfMedia2() {
    return fromMedia2;
  }

  /** The one that an operation means: that of its argument, of the device's settings, the first. */
  Profile meant(Arguments given, Deadline deadline) throws CameraFault, DriverException {
    List<Profile> all = known.isEmpty() ? ask(deadline) : known;
    if (all.isEmpty()) {
      throw new CameraFault("the camera has no media profile");
    }
    String wanted = given.textOr(camera.settings().profile(), "profile");
    if (wanted.isEmpty()) {
      return all.get(0);
    }
    for (Profile profile : all) {
      if (profile.isCalled(wanted)) {
        return profile;
      }
    }
    throw new CameraFault(
        "the camera has no profile \"%s\", but %s"
            .formatted(wanted, all.stream().map(Profile::token).collect(Collectors.joining(", "))));
  }
}
