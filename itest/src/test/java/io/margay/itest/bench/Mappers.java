package io.margay.itest.bench;

import io.margay.itest.dmi.DmiPython;
import io.margay.itest.dmi.PythonMapper;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.onvif.OnvifCamera;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Memory of a node that does all at once: a Modbus device, a camera, and a mapper in another
 * process, each read once a second. With a class archive, as from the second start on.
 */
final class Mappers {
  private static final int EVERY_MILLIS = 1000;

  private final MargayNode node;
  private final Path generated = DmiPython.generated();

  private Mappers(MargayNode node) {
    this.node = node;
  }

  public static void main(String[] args) throws Exception {
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    String options =
        String.join(" ", Arrays.asList(args).subList(Math.min(1, args.length), args.length));
    Figures.title("Modbus, ONVIF and a mapper in another process at once; " + options);
    try (LibmodbusServer slave = LibmodbusServer.moving();
        OnvifCamera camera = OnvifCamera.start();
        MargayNode node = MargayNode.unpacked("bench-mappers").with("MARGAY_JAVA_OPTS", options)) {
      node.configure("io.margay.dmi.grpc.cfg", "socket=" + dmi(node) + "\n");
      node.deploy("modbus.jar", node.driver("modbus"));
      node.deploy("onvif.jar", node.driver("onvif"));
      node.apply("press.yaml", Press.yaml(slave.port(), EVERY_MILLIS));
      node.apply("eye.yaml", eye(camera.port()));
      node.apply("far.yaml", far());
      Mappers bench = new Mappers(node);
      bench.train();
      bench.run(minutes);
    }
  }

  private static Path dmi(MargayNode node) {
    return node.var().resolve("run/dmi.sock");
  }

  private static DeviceYaml eye(int port) {
    return DeviceYaml.of("eye", "onvif")
        .setting("url", "\"127.0.0.1:" + port + "\"")
        .setting("userName", "admin")
        .setting("password", "secret")
        .property("getURI", "STRING", "ReadOnly", Map.of())
        .property("pan", "DOUBLE", "ReadOnly", Map.of("method", "GetStatus", "field", "pan"))
        .property(
            "motion", "BOOLEAN", "ReadOnly", Map.of("topic", "\"tns1:VideoSource/MotionAlarm\""))
        .everyMillis(EVERY_MILLIS);
  }

  private static DeviceYaml far() {
    return DeviceYaml.of("far", "far")
        .property("counter", "INT", "ReadOnly", Map.of("register", "A"))
        .property("setpoint", "INT", "ReadWrite", Map.of("register", "B"))
        .everyMillis(EVERY_MILLIS);
  }

  private PythonMapper mapper() {
    return PythonMapper.start(
        generated,
        dmi(node),
        node.var().resolve("run/far.sock"),
        "far-mapper",
        "far",
        EVERY_MILLIS);
  }

  /** A first life with everything in it, whose classes are archived when it stops. */
  private void train() throws IOException {
    node.start();
    try (PythonMapper mapper = mapper();
        Tap tap = Tap.keeping(node.mqttPort())) {
      awaitAll(tap);
      node.stop();
    }
  }

  private void run(int minutes) throws Exception {
    node.start();
    try (PythonMapper mapper = mapper();
        Tap tap = Tap.keeping(node.mqttPort())) {
      awaitAll(tap);
      TimeUnit.SECONDS.sleep(10);
      print("after 10 s");
      for (int minute = 1; minute <= minutes; minute++) {
        TimeUnit.MINUTES.sleep(1);
        print("after " + minute + " min");
      }
    }
  }

  private static void awaitAll(Tap tap) {
    tap.nextGood("counter", 60);
    tap.nextGood("pan", 60);
    tap.nextGood(Press.PROPERTY, 60);
  }

  private void print(String when) {
    ProcessFigures now = ProcessFigures.of(node.program().pid());
    Figures.print(
        "%-11s VmRSS %5.1f MB  PSS %5.1f MB  %d threads",
        when, now.rssMegabytes(), now.pssMegabytes(), now.threads());
  }
}
