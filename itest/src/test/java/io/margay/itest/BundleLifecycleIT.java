package io.margay.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.itest.node.ListeningPorts;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/** A bundle that stops leaves nothing behind, and one that starts again offers what it did. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BundleLifecycleIT {
  private static final int ROUNDS = 5;

  /** Rounds in which the others, who lose a service, may still open what they keep. */
  private static final int WARM_UP = 2;

  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() {
    return ShippedRuntime.options();
  }

  /** What is counted is compared with a node that has opened all that it opens. */
  @Before
  public void awaitTheWholeNode() {
    Await.until("every bundle to be active", this::everythingIsActive);
    Await.until(
        "the broker to listen",
        () -> assertFalse(ListeningPorts.of(ProcessHandle.current().pid()).isEmpty()));
    Path shell = Path.of(System.getProperty("margay.var"), "run/shell.sock");
    Await.until("the shell to listen", () -> assertTrue(Files.exists(shell)));
  }

  @Test
  public void theBusLeavesNothingBehind() throws Exception {
    leavesNothingBehind("bus");
  }

  @Test
  public void theStoreLeavesNothingBehind() throws Exception {
    leavesNothingBehind("meta");
  }

  @Test
  public void theManifestsReaderLeavesNothingBehind() throws Exception {
    leavesNothingBehind("manifests");
  }

  @Test
  public void theMapperEngineLeavesNothingBehind() throws Exception {
    leavesNothingBehind("mapper");
  }

  @Test
  public void theTwinsLeaveNothingBehind() throws Exception {
    leavesNothingBehind("twin");
  }

  @Test
  public void theSearchForAContainerEngineLeavesNothingBehind() throws Exception {
    leavesNothingBehind("cri");
  }

  @Test
  public void theDmiSocketLeavesNothingBehind() throws Exception {
    leavesNothingBehind("dmi.grpc");
  }

  @Test
  public void theShellLeavesNothingBehind() throws Exception {
    leavesNothingBehind("shell");
  }

  @Test
  public void theDeviceApiLeavesNothingBehind() throws Exception {
    Set<String> before = ports();
    long servers = threads("HTTP-Dispatcher");
    Bundle bundle = context.installBundle(System.getProperty(ShippedRuntime.DEVICE_API));
    try {
      bundle.start();
      ping(Await.value("its port", () -> portBeside(before)));

      leavesNothingBehind("deviceapi");

      bundle.stop();
      Await.until("its port to close", () -> assertEquals(before, ports()));
      Await.until(
          "its server's thread to end", () -> assertEquals(servers, threads("HTTP-Dispatcher")));
    } finally {
      bundle.uninstall();
    }
  }

  private static Set<String> ports() throws IOException {
    return ListeningPorts.of(ProcessHandle.current().pid());
  }

  private static String portBeside(Set<String> others) throws IOException {
    Set<String> ports = new TreeSet<>(ports());
    ports.removeAll(others);
    assertEquals(ports.toString(), 1, ports.size());
    return ports.iterator().next();
  }

  /** So that it has had threads that it could leave. */
  private static void ping(String address) throws IOException {
    URLConnection connection = new URL("http://" + address + "/api/v1/ping").openConnection();
    try (InputStream body = connection.getInputStream()) {
      assertTrue(new String(body.readAllBytes(), UTF_8).contains("running normally"));
    }
  }

  @Test
  public void aDriverComesAndGoesWithItsClasses() throws Exception {
    WeakReference<ClassLoader> loader = driverOnce();

    Await.until(
        "the driver's class loader to be collected",
        () -> {
          System.gc();
          assertNull(loader.get());
        });
  }

  private WeakReference<ClassLoader> driverOnce() throws Exception {
    Bundle bundle = context.installBundle(System.getProperty(ShippedRuntime.DRIVER));
    bundle.start();
    ServiceReference<DeviceDriver> reference =
        Await.value(
            "the driver's service",
            () -> {
              ServiceReference<DeviceDriver> found =
                  context.getServiceReference(DeviceDriver.class);
              assertNotNull(found);
              return found;
            });
    WeakReference<ClassLoader> loader =
        new WeakReference<>(context.getService(reference).getClass().getClassLoader());
    context.ungetService(reference);

    bundle.uninstall();
    refresh(bundle);
    assertNull(context.getServiceReference(DeviceDriver.class));
    return loader;
  }

  private void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> refreshed.countDown());
    assertTrue(refreshed.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  private void leavesNothingBehind(String name) throws Exception {
    Bundle bundle =
        Arrays.stream(context.getBundles())
            .filter(candidate -> candidate.getSymbolicName().equals("io.margay." + name))
            .findFirst()
            .orElseThrow();
    int services = services(bundle);
    long files = 0;

    for (int round = 0; round < ROUNDS; round++) {
      bundle.stop();
      try {
        Await.until(
            "threads of " + name + " to end",
            () -> assertEquals(0, threads("margay-" + name + "-")));
        assertEquals(0, services(bundle));
        if (round < WARM_UP) {
          files = Math.max(files, openFiles(name));
        } else {
          awaitNoMoreThan(files, name);
        }
      } finally {
        bundle.start();
      }
      Await.until("services of " + name, () -> assertTrue(services(bundle) >= services));
      awaitTheWholeNode();
    }
  }

  private void everythingIsActive() {
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getHeaders().get("Fragment-Host") == null) {
        assertEquals(bundle.toString(), Bundle.ACTIVE, bundle.getState());
      }
    }
  }

  private static void awaitNoMoreThan(long files, String name) {
    Await.until(
        "sockets and files to be closed",
        () -> assertTrue(openFiles(name) + " open, were " + files, openFiles(name) <= files));
  }

  private static int services(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    return services == null ? 0 : services.length;
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
        .count();
  }

  /**
   * What of this process may be of the bundle: the files of {@code var/} for the store, which opens
   * more of them whenever more of the others read at once; sockets for the others.
   */
  private static long openFiles(String name) throws IOException {
    String mark = name.equals("meta") ? "/var/" : "socket:";
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.map(BundleLifecycleIT::target).filter(target -> target.contains(mark)).count();
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
