package io.margay.itest.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The camera of our tests is one to a client that we did not write: npm's {@code onvif}. */
class NpmClientIT {
  private static final Path CLIENT =
      Path.of(System.getProperty("margay.counterparties"), "onvif-client");

  @Test
  void theSimulatedCameraIsACameraToAnotherClient() {
    assertThat(Files.isDirectory(CLIENT.resolve("node_modules/onvif")))
        .as("npm's onvif client: npm ci --prefix %s (./margay test does it)", CLIENT)
        .isTrue();
    try (OnvifCamera camera = OnvifCamera.start()) {
      RunningProgram.Result result =
          RunningProgram.run(
              Program.NODE.path(),
              CLIENT.resolve("client.js").toString(),
              "" + camera.port(),
              "admin",
              "secret");

      assertThat(result.lines())
          .contains(
              "model Eye 3",
              "profiles main,sub",
              "stream rtsp://192.168.77.1:554/main",
              "position 0.25 -0.5 0.75",
              "brightness 50",
              "hostname camera",
              "event tns1:VideoSource/MotionAlarm");
      assertThat(camera.state().get("position").get("tilt").asDouble()).isEqualTo(-0.5);
    }
  }
}
