package io.margay.driver.onvif.internal.soap;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.Credentials;
import io.margay.driver.onvif.internal.http.Request;
import io.margay.driver.onvif.internal.http.Web;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has a camera run operations: SOAP 1.2 over HTTP, as ONVIF Core 5 describes it. */
public final class SoapClient {
  private static final int LONGEST_ANSWER = 1_000_000;
  private static final int NONCE_BYTES = 16;

  private final Web web;
  private final CameraClock clock;
  private final @Nullable Credentials user;
  private final SecureRandom random = new SecureRandom();
  private final AnswerBody bodies = new AnswerBody(new ElementReader());

  /**
   * @param user who is named in each request; null for nobody
   */
  public SoapClient(Web web, CameraClock clock, @Nullable Credentials user) {
    this.web = web;
    this.clock = clock;
    this.user = user;
  }

  /** Runs an operation, and gives the element in the body of the answer. */
  public Element call(Address service, Tag operation, Deadline deadline)
      throws CameraFault, DriverException {
    return call(service, actionOf(operation), List.of(), operation, signature(), deadline);
  }

  /** Runs an operation that the camera does for everybody (ONVIF Core 5.12.1, PRE_AUTH). */
  public Element callUnsigned(Address service, Tag operation, Deadline deadline)
      throws CameraFault, DriverException {
    return call(service, actionOf(operation), List.of(), operation, List.of(), deadline);
  }

  /**
   * Runs an operation whose headers say more, as those of events do (WS-Addressing).
   *
   * @param action what the WSDL calls it
   */
  public Element call(
      Address service, String action, List<Tag> headers, Tag operation, Deadline deadline)
      throws CameraFault, DriverException {
    return call(service, action, headers, operation, signature(), deadline);
  }

  private Element call(
      Address service,
      String action,
      List<Tag> headers,
      Tag operation,
      List<Tag> signature,
      Deadline deadline)
      throws CameraFault, DriverException {
    List<Tag> all = new ArrayList<>(headers);
    all.addAll(signature);
    Request request =
        Request.post(service.path(), contentType(action), new Envelope(all, operation).text());
    return bodies.of(web.ask(service, request, LONGEST_ANSWER, deadline));
  }

  /** A request that is to be sent over a connection of its own. */
  public Request request(Address service, String action, List<Tag> headers, Tag operation) {
    List<Tag> all = new ArrayList<>(headers);
    all.addAll(signature());
    return Request.post(service.path(), contentType(action), new Envelope(all, operation).text());
  }

  private List<Tag> signature() {
    if (user == null) {
      return List.of();
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return List.of(UserToken.of(user, nonce, clock.now()));
  }

  /** The action parameter of SOAP 1.2 over HTTP (RFC 3902). */
  private static String contentType(String action) {
    return "application/soap+xml; charset=utf-8; action=\"" + action + "\"";
  }

  /** The WSDLs of ONVIF name an action after namespace and operation. */
  private static String actionOf(Tag operation) {
    return operation.namespace().uri() + "/" + operation.localName();
  }
}
