package io.margay.mapper.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DriverDescription;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.work.ManualTime;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;

class DriverDeploymentTest {
  private static final String DRIVER = "io.acme.modbus";
  private static final String FILE = "modbus.jar";

  @TempDir Path dir;

  private final ManualTime time = new ManualTime(() -> {});
  private final List<String> good = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private final List<String> moves = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private boolean offering = true;
  private Path deploy;
  private Framework framework;
  private DriverDeployment deployment;

  @BeforeEach
  void startANode() throws Exception {
    deploy = Files.createDirectory(dir.resolve("deploy"));
    startFramework();
    deployment = newDeployment();
    inPeace();
  }

  @AfterEach
  void stopANode() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void aDroppedDriverIsInstalledFromACopy() throws Exception {
    appeared(FILE, "0.1.0", "a");
    Files.delete(deploy.resolve(FILE));

    assertThat(versions()).containsExactly("0.1.0");
    assertThat(bundle("0.1.0").getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void aNewVersionIsStartedBesideTheOneThatServes() throws Exception {
    serving("0.1.0", "a");

    changed(FILE, "0.2.0", "b");

    assertThat(versions()).containsExactly("0.1.0", "0.2.0");
    assertThat(bundle("0.1.0").getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(bundle("0.2.0").getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(moves).isEmpty();
  }

  @Test
  void aRebuiltJarOfTheSameVersionIsANewOneToo() throws Exception {
    serving("0.1.0", "a");

    changed(FILE, "0.1.0", "rebuilt");

    assertThat(versions()).containsExactly("0.1.0", "0.1.0");
  }

  @Test
  void whenTheSwapSucceedsTheOldBundleGoesAndItsJarIsKept() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");

    succeed("0.2.0", "0.1.0");

    assertThat(versions()).containsExactly("0.2.0");
    assertThat(states()).containsExactly("0.2.0 serving", "0.1.0 kept");
    assertThat(kept()).hasSize(2);
  }

  @Test
  void whenTheSwapFailsTheNewBundleGoesAndIsNotTriedAtTheNextStart() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");

    rollBack("0.1.0", "0.2.0", "every read is worse");
    assertThat(versions()).containsExactly("0.1.0");
    assertThat(bad)
        .singleElement()
        .asString()
        .contains("0.2.0 is rolled back: every read is worse");
    restart(FILE);

    assertThat(versions()).containsExactly("0.1.0");
    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 refused");
  }

  @Test
  void aRefusedVersionThatIsDroppedOnceMoreIsTriedOnceMore() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    rollBack("0.1.0", "0.2.0", "worse");

    changed(FILE, "0.2.0", "b");

    assertThat(versions()).containsExactly("0.1.0", "0.2.0");
  }

  @Test
  void aSwapThatAPowerCutEndsIsTriedAgainBesideTheOldVersion() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");

    restart(FILE);
    assertThat(versions()).as("the old one is there at once").containsExactly("0.1.0");
    inPeace();

    assertThat(versions()).containsExactly("0.1.0", "0.2.0");
  }

  @Test
  void aSwapThatHadEndedWhenThePowerWasCutHasEnded() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    succeed("0.2.0", "0.1.0");

    restart(FILE);
    inPeace();

    assertThat(versions()).containsExactly("0.2.0");
  }

  @Test
  void aJarWhoseCopyingAPowerCutEndedDoesNotKeepTheDriverAway() throws Exception {
    serving("0.1.0", "a");
    Files.write(deploy.resolve(FILE), new byte[] {'P', 'K', 3, 4});

    restart();

    assertThat(versions()).containsExactly("0.1.0");
    assertThat(deployment.knows(FILE)).isTrue();
  }

  @Test
  void aDriverWhoseFileWasDeletedWhileTheNodeWasDownIsForgotten() throws Exception {
    serving("0.1.0", "a");
    Files.delete(deploy.resolve(FILE));

    restart();

    assertThat(versions()).isEmpty();
    assertThat(kept()).isEmpty();
  }

  @Test
  void aDeletedFileTakesItsDriverAway() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");

    deployment.left(FILE);

    assertThat(versions()).isEmpty();
    assertThat(kept()).isEmpty();
  }

  @Test
  void anOlderVersionThatIsDroppedOverTheNewerOneIsMovedTo() throws Exception {
    serving("0.2.0", "b");

    changed(FILE, "0.1.0", "a");

    assertThat(moves).containsExactly("modbus -> 0.1.0");
  }

  @Test
  void anOlderVersionInAnotherFileIsNotTaken() throws Exception {
    serving("0.2.0", "b");

    appeared("modbus-0.1.0.jar", "0.1.0", "a");

    assertThat(versions()).containsExactly("0.2.0");
    assertThat(good).anyMatch(line -> line.contains("0.1.0 is older, 0.2.0 serves"));
  }

  @Test
  void aNewerVersionInAnotherFileIsAnUpdate() throws Exception {
    serving("0.1.0", "a");

    appeared("modbus-0.2.0.jar", "0.2.0", "b");
    succeed("0.2.0", "0.1.0");
    deployment.left(FILE);

    assertThat(versions()).containsExactly("0.2.0");
  }

  @Test
  void whenTheFileThatServesIsDeletedTheOtherFileTakesOver() throws Exception {
    serving("0.1.0", "a");
    appeared("modbus-0.2.0.jar", "0.2.0", "b");
    succeed("0.2.0", "0.1.0");

    deployment.left("modbus-0.2.0.jar");

    assertThat(versions()).containsExactly("0.1.0", "0.2.0");
    assertThat(moves).containsExactly("modbus -> 0.1.0");
  }

  @Test
  void theVersionBeforeIsCalledBackAndStaysOverARestart() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    succeed("0.2.0", "0.1.0");

    deployment.rollBack("modbus");
    assertThat(moves).containsExactly("modbus -> 0.1.0");
    succeed("0.1.0", "0.2.0");
    restart(FILE);
    inPeace();

    assertThat(versions()).containsExactly("0.1.0");
  }

  @Test
  void aSwapThatIsUnderWayIsTurnedBackByHand() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");

    deployment.rollBack(DRIVER);

    assertThat(moves).containsExactly("modbus -> 0.1.0");
  }

  @Test
  void withoutAKeptVersionThereIsNoWayBack() throws Exception {
    serving("0.1.0", "a");

    assertThatThrownBy(() -> deployment.rollBack("modbus"))
        .hasMessage("of io.acme.modbus no version is kept that served before 0.1.0");
    assertThatThrownBy(() -> deployment.rollBack("opcua"))
        .hasMessage(
            "no driver or protocol opcua came from the drop-in folder; there are " + DRIVER);
  }

  @Test
  void twoVersionsAreKeptAndNoMore() throws Exception {
    serving("0.1.0", "a");
    for (int minor = 2; minor <= 5; minor++) {
      changed(FILE, "0." + minor + ".0", "b");
      succeed("0." + minor + ".0", "0." + (minor - 1) + ".0");
    }

    assertThat(states()).containsExactly("0.5.0 serving", "0.4.0 kept", "0.3.0 kept");
    assertThat(kept()).hasSize(3);
  }

  @Test
  void aVersionThatDoesNotResolveHarmsNothingAndTheNextOneReplacesIt() throws Exception {
    serving("0.1.0", "a");

    changed(FILE, "0.2.0", "b", Map.of(Constants.IMPORT_PACKAGE, "com.acme.missing"));
    assertThat(bundle("0.1.0").getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(bundle("0.2.0").getState()).isEqualTo(Bundle.INSTALLED);
    changed(FILE, "0.3.0", "c");

    assertThat(versions()).containsExactly("0.1.0", "0.3.0");
  }

  @Test
  void whatNeverServedIsReplacedWithoutASwap() throws Exception {
    appeared(FILE, "0.1.0", "a", Map.of(Constants.IMPORT_PACKAGE, "com.acme.missing"));

    changed(FILE, "0.2.0", "b");

    assertThat(versions()).containsExactly("0.2.0");
    assertThat(bundle("0.2.0").getState()).isEqualTo(Bundle.ACTIVE);
  }

  @Test
  void anUnreadableRecordIsSetAsideAndTheFileCounts() throws Exception {
    serving("0.1.0", "a");
    Path record = dir.resolve("var/drivers/" + DRIVER + "/record.properties");
    Files.writeString(record, "serving=\\u00zz");

    restart(FILE);

    assertThat(versions()).containsExactly("0.1.0");
    assertThat(record.resolveSibling("record.unreadable")).exists();
  }

  private void serving(String version, String content) throws Exception {
    appeared(FILE, version, content);
  }

  @Test
  void aDriverThatRunsButIsNeverOfferedIsRolledBackAfterAWhile() throws Exception {
    serving("0.1.0", "a");
    offering = false;
    changed(FILE, "0.2.0", "b");
    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 on trial");

    time.pass(Duration.ofSeconds(30));

    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 refused");
    assertThat(versions()).containsExactly("0.1.0");
    assertThat(bad)
        .singleElement()
        .asString()
        .endsWith("io.acme.modbus 0.2.0 is rolled back: it runs, but offers no driver within 30 s");
    assertThat(refused).singleElement().asString().startsWith("io.acme.modbus 0.2.0: it runs");
  }

  private static DeviceDriver driver() {
    return (DeviceDriver)
        Proxy.newProxyInstance(
            DriverDeploymentTest.class.getClassLoader(),
            new Class<?>[] {DeviceDriver.class},
            (proxy, method, arguments) ->
                method.getName().equals("describe")
                    ? DriverDescription.of("modbus", "Test")
                    : null);
  }

  private void appeared(String file, String version, String content) throws Exception {
    appeared(file, version, content, Map.of());
  }

  private void appeared(String file, String version, String content, Map<String, String> headers)
      throws Exception {
    deployment.appeared(file, jar(file, version, content, headers));
  }

  private void changed(String file, String version, String content) throws Exception {
    changed(file, version, content, Map.of());
  }

  private void changed(String file, String version, String content, Map<String, String> headers)
      throws Exception {
    deployment.changed(file, jar(file, version, content, headers));
  }

  private void succeed(String kept, String dropped) {
    deployment.ended(entry(bundle(kept)), entry(bundle(dropped)), false, "done");
  }

  private void rollBack(String kept, String dropped, String reason) {
    deployment.ended(entry(bundle(kept)), entry(bundle(dropped)), true, reason);
  }

  private static DriverEntry entry(Bundle bundle) {
    return new DriverEntry(
        "modbus", driver(), DRIVER, bundle.getVersion(), bundle.getBundleId(), 0);
  }

  /** Begins anew with an empty framework, as a node does, and finds these files. */
  private void restart(String... files) throws Exception {
    stopANode();
    startFramework();
    deployment = newDeployment();
    for (String file : files) {
      deployment.appeared(file, DriverJar.read(deploy.resolve(file)));
    }
  }

  private void inPeace() {
    time.pass(Duration.ofSeconds(4));
  }

  private void startFramework() throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    dir.resolve("cache").toString(),
                    Constants.FRAMEWORK_STORAGE_CLEAN,
                    Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                    Constants.FRAMEWORK_BSNVERSION,
                    Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    "io.margay.dmi,io.margay.dmi.driver",
                    "felix.cache.locking",
                    "false"));
    framework.start();
    framework.getBundleContext().addBundleListener((SynchronousBundleListener) this::offerDriver);
  }

  /** What a driver's own code would do when it starts. */
  private void offerDriver(BundleEvent event) {
    if (event.getType() == BundleEvent.STARTED
        && offering
        && DRIVER.equals(event.getBundle().getSymbolicName())) {
      event.getBundle().getBundleContext().registerService(DeviceDriver.class, driver(), null);
    }
  }

  private DriverDeployment newDeployment() throws IOException {
    DriverDeployment made =
        new DriverDeployment(
            new DriverBundles(framework.getBundleContext(), 1),
            new DriverShelf(dir.resolve("var/drivers")),
            new Origins(deploy),
            new DriverTrials.Engine() {
              @Override
              public void moveTo(String protocol, long bundleId) {
                Bundle bundle = framework.getBundleContext().getBundle(bundleId);
                moves.add(protocol + " -> " + bundle.getVersion());
              }

              @Override
              public void refused(String driver, Version version, String reason) {
                refused.add(driver + " " + version + ": " + reason);
              }
            },
            time,
            Runnable::run,
            new DropInWatch.Teller() {
              @Override
              public void good(String line) {
                good.add(line);
              }

              @Override
              public void bad(String line) {
                bad.add(line);
              }
            });
    Map<String, String> present = new DeployFolder(deploy).drivers();
    made.resume(present.keySet(), Set.copyOf(present.values()));
    return made;
  }

  private DriverJar jar(String file, String version, String content, Map<String, String> headers)
      throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    main.putValue(Constants.BUNDLE_SYMBOLICNAME, DRIVER);
    main.putValue(Constants.BUNDLE_VERSION, version);
    main.putValue(Constants.IMPORT_PACKAGE, "io.margay.dmi.driver");
    main.putValue(
        Constants.PROVIDE_CAPABILITY,
        "osgi.service;objectClass:List<String>=\"" + DeviceDriver.class.getName() + "\"");
    main.putValue("Content", content);
    headers.forEach(main::putValue);
    Path jar = deploy.resolve(file);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream jarOut = new JarOutputStream(out, manifest)) {
      jarOut.finish();
    }
    return DriverJar.read(jar);
  }

  private List<Bundle> bundles() {
    return Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> DRIVER.equals(bundle.getSymbolicName()))
        .toList();
  }

  private List<String> versions() {
    return bundles().stream().map(bundle -> bundle.getVersion().toString()).sorted().toList();
  }

  private Bundle bundle(String version) {
    return bundles().stream()
        .filter(bundle -> bundle.getVersion().equals(Version.parseVersion(version)))
        .findFirst()
        .orElseThrow();
  }

  private List<String> states() {
    return deployment.rows().stream().map(row -> row.version() + " " + row.state()).toList();
  }

  private List<Path> kept() throws IOException {
    Path folder = dir.resolve("var/drivers/" + DRIVER);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }
}
