package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.Answer;
import io.margay.driver.onvif.internal.http.Credentials;
import io.margay.driver.onvif.internal.http.Request;
import io.margay.driver.onvif.internal.http.Web;
import io.margay.driver.onvif.internal.soap.CameraClock;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.SoapClient;
import io.margay.driver.onvif.internal.soap.Tag;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A camera that was reached: its clock, who asks it, and where its services are. */
public final class Camera implements AutoCloseable {
  /** More than two askings for the time differ by. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(10);

  private final CameraSettings settings;
  private final @Nullable Credentials user;
  private final Web web;
  private final CameraClock clock;
  private final SoapClient soap;
  private final Services services;

  private Camera(CameraSettings settings, @Nullable Credentials user) {
    this.settings = settings;
    this.user = user;
    this.web = web(settings, user);
    this.clock = new CameraClock(Clock.systemUTC());
    this.soap = new SoapClient(web, clock, settings.authMode().usesToken() ? user : null);
    this.services = new Services(settings);
  }

  /**
   * Asks what time it is, and where the services are unless that is known.
   *
   * @param known addresses of services by namespace, from an earlier conversation
   * @throws DriverException when the camera cannot be reached, or lets nobody in
   */
  public static Camera connect(
      CameraSettings settings, Map<String, String> known, Deadline deadline)
      throws DriverException {
    Camera camera = new Camera(settings, credentials(settings));
    try {
      camera.learnTheTime(deadline);
      if (!camera.services.takeUp(known)) {
        camera.services.find(camera.soap, deadline);
      }
      return camera;
    } catch (DriverException | RuntimeException e) {
      camera.close();
      throw e;
    } catch (CameraFault e) {
      camera.close();
      throw new DriverException(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Credentials credentials(CameraSettings settings) throws DriverException {
    if (settings.userName().isEmpty() || settings.authMode() == AuthMode.NONE) {
      return null;
    }
    Secret password = settings.password();
    return new Credentials(settings.userName(), password == null ? "" : password.reveal());
  }

  /** A camera that keeps its time to itself is taken to have ours. */
  private void learnTheTime(Deadline deadline) throws DriverException {
    try {
      Element answer =
          soap.callUnsigned(settings.device(), Tag.of("tds:GetSystemDateAndTime"), deadline);
      CameraTime.utc(answer.at("SystemDateAndTime")).ifPresent(clock::told);
    } catch (CameraFault silent) {
      return;
    }
  }

  /** Where an address that the camera tells is reached from here; empty when it is no address. */
  public Optional<Address> reachable(String address) {
    return services.reachable(address);
  }

  public boolean offers(Namespace service) {
    return services.has(service);
  }

  /** Where a service is; a service that is not offered is a refusal. */
  public Address service(Namespace service) throws CameraFault {
    return services.address(service);
  }

  /** Runs an operation of a service; once more if only the camera's clock was set meanwhile. */
  public Element call(Namespace service, Tag operation, Deadline deadline)
      throws CameraFault, DriverException {
    try {
      return soap.call(service(service), operation, deadline);
    } catch (CameraFault e) {
      if (!e.isAboutAuthority() || !clockWasSet(deadline)) {
        throw e;
      }
      return soap.call(service(service), operation, deadline);
    }
  }

  private boolean clockWasSet(Deadline deadline) throws DriverException {
    Duration before = clock.offset();
    learnTheTime(deadline);
    return clock.offset().minus(before).abs().compareTo(CLOCK_STEP) > 0;
  }

  /** Fetches what is not SOAP, such as an image. */
  Answer fetch(Address address, int mostBytes, Deadline deadline) throws DriverException {
    return web.ask(address, Request.get(address.path()), mostBytes, deadline);
  }

  /** A further connection to it, for what must not wait behind anything else. */
  public Web anotherWeb() {
    return web(settings, user);
  }

  private static Web web(CameraSettings settings, @Nullable Credentials user) {
    return new Web(settings.tls(), settings.authMode().usesDigest() ? user : null);
  }

  /** Says something to it and does not care for the answer, nor wait for it. */
  public void tell(Address address, String action, List<Tag> headers, Tag operation) {
    try {
      web.sendIfConnected(address, soap.request(address, action, headers, operation));
    } catch (IOException e) {
      return; // it has gone already
    }
  }

  /** The cheapest question there is, which also tells how the camera's clock goes. */
  public void probe(Deadline deadline) throws DriverException {
    learnTheTime(deadline);
  }

  /** Addresses of its services by namespace, for a later conversation. */
  public Map<String, Object> knownServices() {
    return services.all();
  }

  public CameraSettings settings() {
    return settings;
  }

  public SoapClient soap() {
    return soap;
  }

  /** Who asks; empty when nobody in particular does. */
  public Optional<Credentials> user() {
    return Optional.ofNullable(user);
  }

  /** When something happened that the camera gives a time of, by our clock. */
  public Optional<Instant> ourTime(String cameraTime) {
    return CameraTime.parse(cameraTime).map(time -> time.minus(clock.offset()));
  }

  void clockTold(Instant cameraTime) {
    clock.told(cameraTime);
  }

  long clockOffsetMillis() {
    return clock.offset().toMillis();
  }

  @Override
  public void close() {
    web.close();
  }
}
