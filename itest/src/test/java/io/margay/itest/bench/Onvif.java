package io.margay.itest.bench;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import io.margay.itest.onvif.OnvifCamera;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** From nothing to the address of a camera's stream: connect, clock, services, profiles, URI. */
final class Onvif {
  private Onvif() {}

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    Figures.title("ONVIF: connect, profiles and stream URI, %d times".formatted(rounds));
    Path jar = Path.of(System.getProperty("margay.distribution"), "drivers", "onvif.jar");
    try (OnvifCamera camera = OnvifCamera.start();
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      DeviceDriver driver =
          (DeviceDriver)
              loader
                  .loadClass("io.margay.driver.onvif.internal.OnvifDriver")
                  .getConstructor()
                  .newInstance();
      long[] micros = new long[rounds];
      for (int i = 0; i < rounds; i++) {
        micros[i] = once(driver, device(camera.port()));
      }
      Figures.print("first    %7.1f ms", micros[0] / 1000.0);
      Arrays.sort(micros);
      Figures.print("p50      %7.1f ms", micros[rounds / 2] / 1000.0);
      Figures.print("p99      %7.1f ms", micros[rounds * 99 / 100] / 1000.0);
    }
  }

  private static long once(DeviceDriver driver, DeviceSpec device) throws Exception {
    long begin = System.nanoTime();
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    try (DeviceSession session = driver.open(device, DriverState.NONE, deadline)) {
      session.read(session.plan(device.properties()), new Uri(), deadline);
    }
    return (System.nanoTime() - begin) / 1000;
  }

  private static DeviceSpec device(int port) {
    return new DeviceSpec(
        new NamespacedName("default", "bench"),
        Map.of("url", "127.0.0.1:" + port, "userName", "admin", "password", "secret"),
        List.of(
            new PropertySpec(0, "getURI", PropertyType.STRING, AccessMode.READ_ONLY, Map.of())));
  }

  /** Takes nothing but an address. */
  private static final class Uri implements ReadingSink {

    @Override
    public void good(PropertySpec property, Object value) {
      if (!String.valueOf(value).startsWith("rtsp://")) {
        throw new IllegalStateException("the address is " + value);
      }
    }

    @Override
    public void good(PropertySpec property, Object value, Instant deviceTime) {
      good(property, value);
    }

    @Override
    public void bad(PropertySpec property, String reason) {
      throw new IllegalStateException(reason);
    }
  }
}
