package io.margay.driver.onvif.internal.events;

import static io.margay.driver.onvif.internal.ScriptedCamera.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.driver.Deadline;
import io.margay.driver.onvif.internal.ScriptedCamera;
import io.margay.driver.onvif.internal.Soap;
import io.margay.driver.onvif.internal.camera.AuthMode;
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.camera.CameraSettings;
import io.margay.driver.onvif.internal.camera.Secret;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventSubscriberTest {
  private static final Topic MOTION = new Topic("tns1:VideoSource/MotionAlarm", "State", "");

  private final CountDownLatch renewed = new CountDownLatch(2);
  private final CountDownLatch toldAfterwards = new CountDownLatch(1);

  @Test
  void aSubscriptionIsRenewedAgainAndAgainAndGoesOnTelling() throws Exception {
    try (ScriptedCamera scripted = new ScriptedCamera();
        Camera camera = Camera.connect(settings(scripted.port()), Map.of(), soon())) {
      scripted.answers("CreatePullPointSubscription", Soap.subscription());
      scripted.answers(
          "PullMessages", Soap.pulled(Soap.notification(MOTION.path(), "State", "true")));
      scripted.sends("Renew", request -> renewal());
      EventSubscriber subscriber =
          new EventSubscriber(camera, new EventWaiter(), Duration.ofMillis(40));

      subscriber.subscribe(List.of(MOTION), new Told(), soon());

      assertThat(renewed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(toldAfterwards.await(10, TimeUnit.SECONDS)).isTrue();
      subscriber.end();
      assertThat(scripted.last("Renew")).startsWith("POST /onvif/sub/7 HTTP/1.1");
    }
  }

  /** WS-Addressing 1.0, SOAP Binding, 3.4; cameras of Axis have one address for all of them. */
  @Test
  void whatTheReferenceOfASubscriptionHoldsStandsInEachOfItsRequests() throws Exception {
    try (ScriptedCamera scripted = new ScriptedCamera();
        Camera camera = Camera.connect(settings(scripted.port()), Map.of(), soon())) {
      scripted.answers(
          "CreatePullPointSubscription",
          Soap.subscription()
              .replace(
                  "</wsa:Address>",
                  "</wsa:Address><wsa:ReferenceParameters><dom0:SubscriptionId"
                      + " xmlns:dom0=\"http://www.axis.com/2009/event\">29&amp;7"
                      + "</dom0:SubscriptionId></wsa:ReferenceParameters>"));
      scripted.answers("SetSynchronizationPoint", "<tev:SetSynchronizationPointResponse/>");
      scripted.answers("PullMessages", Soap.pulled(""));
      scripted.sends("Renew", request -> renewal());
      EventSubscriber subscriber =
          new EventSubscriber(camera, new EventWaiter(), Duration.ofMillis(40));

      subscriber.subscribe(List.of(MOTION), new Told(), soon());
      assertThat(renewed.await(10, TimeUnit.SECONDS)).isTrue();
      subscriber.end();

      for (String operation : List.of("SetSynchronizationPoint", "PullMessages", "Renew")) {
        assertThat(scripted.last(operation))
            .contains(
                "<SubscriptionId xmlns=\"http://www.axis.com/2009/event\""
                    + " wsa:IsReferenceParameter=\"true\">29&amp;7</SubscriptionId>");
      }
    }
  }

  @Test
  void aCameraThatKnowsTheUserNoMoreIsAskedTwiceAndNoMore() throws Exception {
    try (ScriptedCamera scripted = new ScriptedCamera();
        Camera camera = Camera.connect(asUser(scripted.port()), Map.of(), soon())) {
      scripted.answers("CreatePullPointSubscription", Soap.subscription());
      scripted.sends(
          "PullMessages",
          request -> http(401, "WWW-Authenticate: Digest realm=\"x\", nonce=\"y\"\r\n", ""));
      BlockingQueue<String> lost = new LinkedBlockingQueue<>();

      new EventSubscriber(camera, new EventWaiter(), Duration.ofSeconds(60))
          .subscribe(List.of(MOTION), new Deaf(lost), soon());

      assertThat(lost.poll(10, TimeUnit.SECONDS)).contains("another user or password");
      assertThat(scripted.requests().stream().filter(one -> one.contains(":PullMessages>")))
          .hasSize(2);
    }
  }

  @Test
  void aListenerThatFailsLosesItsEventsAndTakesNobodysElse() throws Exception {
    try (ScriptedCamera scripted = new ScriptedCamera();
        Camera camera = Camera.connect(settings(scripted.port()), Map.of(), soon())) {
      scripted.answers("CreatePullPointSubscription", Soap.subscription());
      scripted.answers(
          "PullMessages", Soap.pulled(Soap.notification(MOTION.path(), "State", "true")));
      EventWaiter waiter = new EventWaiter();
      BlockingQueue<String> lost = new LinkedBlockingQueue<>();

      new EventSubscriber(camera, waiter, Duration.ofSeconds(60))
          .subscribe(List.of(MOTION), new Deaf(lost), soon());
      assertThat(lost.poll(10, TimeUnit.SECONDS)).contains("deaf");
      renewed.countDown();
      renewed.countDown();
      EventSubscriber other = new EventSubscriber(camera, waiter, Duration.ofSeconds(60));
      other.subscribe(List.of(MOTION), new Told(), soon());

      assertThat(toldAfterwards.await(10, TimeUnit.SECONDS)).isTrue();
      other.end();
    }
  }

  private String renewal() {
    renewed.countDown();
    return http(200, "", Soap.envelope("<wsnt:RenewResponse/>"));
  }

  private static CameraSettings settings(int port) {
    return new CameraSettings(
        Address.parse("http://127.0.0.1:" + port + "/onvif/device_service").orElseThrow(),
        "",
        null,
        AuthMode.NONE,
        TlsSettings.USUAL,
        true,
        0,
        "");
  }

  private static CameraSettings asUser(int port) {
    CameraSettings nobody = settings(port);
    return new CameraSettings(
        nobody.device(),
        "edge",
        Secret.text("of old"),
        AuthMode.BOTH,
        nobody.tls(),
        nobody.rewrites(),
        nobody.rtspPort(),
        nobody.profile());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }

  /** Notes what is told once the subscription has been renewed. */
  private final class Told implements EventSink {

    @Override
    public void happened(Notification notification) {
      if (renewed.getCount() == 0) {
        toldAfterwards.countDown();
      }
    }

    @Override
    public void lost(String reason) {
      throw new AssertionError(reason);
    }
  }

  /** Fails at whatever it is told. */
  private record Deaf(BlockingQueue<String> losses) implements EventSink {

    @Override
    public void happened(Notification notification) {
      throw new IllegalStateException("deaf");
    }

    @Override
    public void lost(String reason) {
      losses.add(reason);
    }
  }
}
