package io.margay.driver.onvif.internal.soap;

import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.http.Answer;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what a camera's web server has said: an answer, a refusal, or nothing sensible. */
public final class AnswerBody {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final ElementReader reader;

  public AnswerBody(ElementReader reader) {
    this.reader = reader;
  }

  /**
   * The element in the body of the answer.
   *
   * @throws CameraFault when the camera refuses
   * @throws DriverException when this is no SOAP
   */
  public Element of(Answer answer) throws CameraFault, DriverException {
    Element envelope = envelope(answer);
    Element body = envelope.at("Body");
    Element fault = body.at("Fault");
    if (fault.exists()) {
      throw fault(fault);
    }
    if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
      throw CameraFault.ofAuthority(
          "the camera wants another user or password (HTTP " + answer.status() + ")");
    }
    if (!answer.isOk() || body.children().isEmpty()) {
      throw notSoap(answer, "a SOAP envelope was expected");
    }
    return body.children().get(0);
  }

  private Element envelope(Answer answer) throws CameraFault, DriverException {
    try {
      return reader.read(answer.body());
    } catch (XmlException e) {
      if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
        return Element.NONE;
      }
      throw notSoap(answer, String.valueOf(e.getMessage()));
    }
  }

  private static DriverException notSoap(Answer answer, String why) {
    return new DriverException(
        "the answer is not SOAP: %s; HTTP status %d, \"%s\""
            .formatted(why, answer.status(), answer.excerpt()));
  }

  /** SOAP 1.2 part 1, 5.4; ONVIF Core 5.8.2 says which subcodes there are. */
  private static CameraFault fault(Element fault) {
    String codes =
        Stream.iterate(fault.at("Code"), Element::exists, code -> code.at("Subcode"))
            .skip(1)
            .map(code -> withoutPrefix(code.at("Value").text()))
            .collect(Collectors.joining("/"));
    String reason =
        Optional.of(fault.at("Reason", "Text").text())
            .filter(text -> !text.isEmpty())
            .orElse(fault.at("faultstring").text());
    String words = "the camera refuses: " + reason + (codes.isEmpty() ? "" : " (" + codes + ")");
    return codes.contains("NotAuthorized") || codes.contains("FailedAuthentication")
        ? CameraFault.ofAuthority(words)
        : new CameraFault(words);
  }

  private static String withoutPrefix(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}
