package io.margay.driver.onvif.internal.events;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Subscribes to events of one camera, and ends the subscription. */
public final class EventSubscriber {
  private static final String CREATE =
      "http://www.onvif.org/ver10/events/wsdl/EventPortType/CreatePullPointSubscriptionRequest";
  private static final String SYNCHRONIZE =
      "http://www.onvif.org/ver10/events/wsdl/PullPointSubscription/SetSynchronizationPointRequest";
  private static final String UNSUBSCRIBE =
      "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/UnsubscribeRequest";
  private static final String CONCRETE_SET =
      "http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet";
  private static final Duration KEPT = Duration.ofSeconds(20);

  /** Under TLS bytes may arrive that are no answer, so nobody waits long for one. */
  private static final Duration KEPT_UNDER_TLS = Duration.ofSeconds(1);

  private final Camera camera;
  private final EventWaiter waiter;
  private final Duration lifetime;
  private @Nullable PullPoint point;

  /**
   * @param lifetime how long the camera keeps a subscription that nobody renews
   */
  public EventSubscriber(Camera camera, EventWaiter waiter, Duration lifetime) {
    this.camera = camera;
    this.waiter = waiter;
    this.lifetime = lifetime;
  }

  /**
   * Has the camera tell of these topics, and of no others from before.
   *
   * @throws CameraFault when it cannot
   */
  public void subscribe(List<Topic> topics, EventSink sink, Deadline deadline)
      throws CameraFault, DriverException {
    end();
    Subscription subscription = create(topics, deadline);
    synchronize(subscription, deadline);
    Duration kept = subscription.address().secure() ? KEPT_UNDER_TLS : KEPT;
    PullPoint fresh = new PullPoint(camera, subscription, lifetime, kept, sink);
    try {
      waiter.join(fresh);
      point = fresh;
    } catch (IOException e) {
      fresh.close();
      throw new DriverException("events: " + e.getMessage(), e);
    }
  }

  /** A camera that does not understand the filter tells of everything, and we choose. */
  private Subscription create(List<Topic> topics, Deadline deadline)
      throws CameraFault, DriverException {
    Element answer;
    try {
      answer = call(create(filter(topics)), deadline);
    } catch (CameraFault e) {
      if (e.isAboutAuthority()) {
        throw e;
      }
      answer = call(create(List.of()), deadline);
    }
    Element reference = answer.at("SubscriptionReference");
    String told = reference.at("Address").text();
    return camera
        .reachable(told)
        .map(address -> Subscription.at(address, reference))
        .orElseThrow(() -> new CameraFault("the subscription is at \"" + told + "\""));
  }

  /** ONVIF Core 9.6.3: topics of a set are joined by a bar. */
  private static List<Tag> filter(List<Topic> topics) {
    String expression =
        topics.stream().map(Topic::path).distinct().sorted().collect(Collectors.joining("|"));
    return List.of(
        Tag.of(
            "tev:Filter",
            Tag.of("wsnt:TopicExpression", expression).with("Dialect", CONCRETE_SET)));
  }

  private Tag create(List<Tag> filter) {
    Tag end = Tag.of("tev:InitialTerminationTime", PullPoint.seconds(lifetime));
    return Tag.of("tev:CreatePullPointSubscription", filter).with(end);
  }

  private Element call(Tag operation, Deadline deadline) throws CameraFault, DriverException {
    Address events = camera.service(Namespace.EVENTS);
    List<Tag> headers = new Subscription(events, List.of()).headers(CREATE);
    return camera.soap().call(events, CREATE, headers, operation, deadline);
  }

  /** Has the camera tell how things stand now; one that cannot tells when they change. */
  private void synchronize(Subscription subscription, Deadline deadline) throws DriverException {
    try {
      Tag question = Tag.of("tev:SetSynchronizationPoint");
      List<Tag> headers = subscription.headers(SYNCHRONIZE);
      camera.soap().call(subscription.address(), SYNCHRONIZE, headers, question, deadline);
    } catch (CameraFault cannot) {
      return;
    }
  }

  /**
   * Ends the subscription without waiting for the camera, which forgets it by itself if it does not
   * hear of it.
   */
  public void end() {
    PullPoint last = point;
    point = null;
    if (last != null) {
      waiter.leave(last);
      Subscription over = last.subscription();
      List<Tag> headers = over.headers(UNSUBSCRIBE);
      camera.tell(over.address(), UNSUBSCRIBE, headers, Tag.of("wsnt:Unsubscribe"));
    }
  }
}
