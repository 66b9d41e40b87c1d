package io.margay.driver.onvif.internal.events;

import static io.margay.driver.onvif.internal.ScriptedCamera.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.driver.Deadline;
import io.margay.driver.onvif.internal.ScriptedCamera;
import io.margay.driver.onvif.internal.Soap;
import io.margay.driver.onvif.internal.camera.AuthMode;
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.camera.CameraSettings;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
}
