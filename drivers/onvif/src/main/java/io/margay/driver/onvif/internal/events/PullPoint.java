package io.margay.driver.onvif.internal.events;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.Answer;
import io.margay.driver.onvif.internal.http.Web;
import io.margay.driver.onvif.internal.soap.AnswerBody;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.ElementReader;
import io.margay.driver.onvif.internal.soap.Tag;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is asked for events again and again (ONVIF Core 9.2, Real-time Pull-Point).
 * The camera keeps each question until something happens or its time is over.
 *
 * <p>It has a connection of its own. After {@link EventWaiter#join} only the waiter's thread uses
 * it, but for {@link #close}.
 */
public final class PullPoint implements AutoCloseable {
  private static final String PULL =
      "http://www.onvif.org/ver10/events/wsdl/PullPointSubscription/PullMessagesRequest";
  private static final String RENEW =
      "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/RenewRequest";
  private static final Duration SEND = Duration.ofSeconds(2);
  private static final Duration RECEIVE = Duration.ofSeconds(5);
  private static final Duration LEEWAY = Duration.ofSeconds(10);
  private static final int LONGEST_ANSWER = 1_000_000;
  private static final int MOST_MESSAGES = 100;

  private final Camera camera;
  private final Subscription subscription;
  private final Duration lifetime;
  private final Duration patience;
  private final EventSink sink;
  private final Web web;
  private final AnswerBody bodies = new AnswerBody(new ElementReader());

  private Deadline renewal;
  private Deadline overdue;
  private boolean renewing;
  private boolean challenged;

  /**
   * @param lifetime how long the camera keeps a subscription that nobody renews
   * @param patience how long the camera keeps a question
   */
  PullPoint(
      Camera camera,
      Subscription subscription,
      Duration lifetime,
      Duration patience,
      EventSink sink) {
    this.camera = camera;
    this.subscription = subscription;
    this.lifetime = lifetime;
    this.patience = patience;
    this.renewal = Deadline.in(lifetime.dividedBy(2));
    this.overdue = Deadline.in(patience.plus(LEEWAY));
    this.sink = sink;
    this.web = camera.anotherWeb();
  }

  /** Asks for events, or for a longer life when half of it is over. */
  void ask() throws IOException {
    renewing = renewal.hasPassed();
    challenged = false;
    overdue = Deadline.in(patience.plus(LEEWAY));
    send();
  }

  private void send() throws IOException {
    Tag question =
        renewing
            ? Tag.of("wsnt:Renew", Tag.of("wsnt:TerminationTime", seconds(lifetime)))
            : Tag.of(
                "tev:PullMessages",
                Tag.of("tev:Timeout", seconds(patience)),
                Tag.of("tev:MessageLimit", "" + MOST_MESSAGES));
    String action = renewing ? RENEW : PULL;
    Address address = subscription.address();
    web.send(
        address,
        camera.soap().request(address, action, subscription.headers(action), question),
        Deadline.in(SEND));
  }

  /** An answer has begun to arrive: tells what it says, and asks again. */
  void take() throws IOException, DriverException, CameraFault {
    Answer answer = web.receive(LONGEST_ANSWER, Deadline.in(RECEIVE));
    if (answer == null) {
      if (challenged) {
        throw new IOException("the camera wants another user or password");
      }
      challenged = true;
      send();
      return;
    }
    Element body = bodies.of(answer);
    if (renewing) {
      renewal = Deadline.in(lifetime.dividedBy(2));
    }
    for (Element message : body.all("NotificationMessage")) {
      sink.happened(Notification.of(message));
    }
    ask();
  }

  void lost(String reason) {
    sink.lost("events: " + reason);
  }

  /** What to wait upon; null when there is no connection. */
  @Nullable SocketChannel channel() {
    return web.channel();
  }

  /** How long to wait yet. */
  long remainingMillis() {
    return overdue.remainingMillis();
  }

  static String seconds(Duration time) {
    return "PT" + time.toSeconds() + "S";
  }

  Subscription subscription() {
    return subscription;
  }

  @Override
  public void close() {
    web.close();
  }
}
