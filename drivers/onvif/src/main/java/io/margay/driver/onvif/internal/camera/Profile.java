package io.margay.driver.onvif.internal.camera;

import io.margay.driver.onvif.internal.soap.Element;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways in which a camera can be seen: a source, an encoding, a drive.
 *
 * @param videoSource the token of what is filmed; empty when nothing is
 * @param encoder how it is encoded; {@link Element#NONE} when it is not
 */
record Profile(String token, String name, String videoSource, Element encoder) {

  /** As the Media service tells it (Media Service Specification, 5.2). */
  static Profile ofMedia(Element told) {
    return new Profile(
        told.attribute("token"),
        told.at("Name").text(),
        told.at("VideoSourceConfiguration", "SourceToken").text(),
        told.at("VideoEncoderConfiguration"));
  }

  /** As the Media2 service tells it (Media2 Service Specification, 5.2). */
  static Profile ofMedia2(Element told) {
    return new Profile(
        told.attribute("token"),
        told.at("Name").text(),
        told.at("Configurations", "VideoSource", "SourceToken").text(),
        told.at("Configurations", "VideoEncoder"));
  }

  boolean isCalled(String tokenOrName) {
    return token.equals(tokenOrName) || name.equals(tokenOrName);
  }

  /** A number of the encoder's settings; null when it is not told. */
  @Nullable Object encoderNumber(String... path) {
    return encoder.at(path).number();
  }
}
