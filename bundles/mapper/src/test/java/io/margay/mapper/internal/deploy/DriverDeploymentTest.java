package io.margay.mapper.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DriverDescription;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Standing;
import io.margay.mapper.internal.work.ManualTime;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
  private final List<String> called = new ArrayList<>();
  private final List<String> calledOff = new ArrayList<>();
  private final Map<Long, Standing> standings = new HashMap<>();
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
    assertThat(called).containsExactly("0.2.0");
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

    assertThat(called).containsExactly("0.1.0");
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
    assertThat(called).containsExactly("0.2.0", "0.1.0");
  }

  @Test
  void theVersionBeforeIsCalledBackAndStaysOverARestart() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    succeed("0.2.0", "0.1.0");

    deployment.rollBack("modbus");
    assertThat(called).containsExactly("0.2.0", "0.1.0");
    succeed("0.1.0", "0.2.0");
    restart(FILE);
    inPeace();

    assertThat(versions()).containsExactly("0.1.0");
  }

  @Test
  void aSwapThatIsUnderWayIsTurnedBackByHand() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    swapping("0.2.0");

    deployment.rollBack(DRIVER);

    assertThat(calledOff).containsExactly("0.2.0: it was asked for");
    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 on trial");
    rollBack("0.1.0", "0.2.0", "it was asked for");
    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 refused");
  }

  @Test
  void whatAPersonHasTurnedBackIsNotTriedAfterAPowerCutOnTheWayBack() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    swapping("0.2.0");

    deployment.rollBack(DRIVER);
    restart(FILE);
    inPeace();

    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 refused");
    assertThat(versions()).containsExactly("0.1.0");
  }

  @Test
  void aTrialOfWhichTheEngineHasSeenNothingYetIsEndedByHandAtOnce() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b", Map.of(Constants.IMPORT_PACKAGE, "com.acme.missing"));

    deployment.rollBack(DRIVER);

    assertThat(versions()).containsExactly("0.1.0");
    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 refused");
  }

  @Test
  void aJarThatIsDroppedDuringATrialWaitsForItsEnd() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    swapping("0.2.0");

    changed(FILE, "0.3.0", "c");
    changed(FILE, "0.4.0", "d");
    assertThat(versions()).containsExactly("0.1.0", "0.2.0");
    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 on trial", "0.4.0 waiting");
    assertThat(good).anyMatch(line -> line.endsWith("0.4.0 waits until 0.2.0 has been tried"));
    succeed("0.2.0", "0.1.0");

    assertThat(versions()).containsExactly("0.2.0", "0.4.0");
    assertThat(states()).containsExactly("0.2.0 serving", "0.4.0 on trial", "0.1.0 kept");
  }

  @Test
  void aJarThatIsDroppedDuringATrialIsTriedWhenThatFails() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    swapping("0.2.0");

    changed(FILE, "0.3.0", "c");
    rollBack("0.1.0", "0.2.0", "worse");

    assertThat(states()).startsWith("0.1.0 serving", "0.3.0 on trial");
  }

  @Test
  void whenTheServingJarIsDroppedAgainDuringATrialTheSwapIsTurnedBack() throws Exception {
    serving("0.1.0", "a");
    byte[] served = Files.readAllBytes(deploy.resolve(FILE));
    changed(FILE, "0.2.0", "b");
    swapping("0.2.0");

    Files.write(deploy.resolve(FILE), served);
    deployment.changed(FILE, DriverJar.read(deploy.resolve(FILE)));
    assertThat(versions()).as("nothing is taken away under the engine").hasSize(2);
    assertThat(calledOff).singleElement().asString().endsWith("0.1.0 was dropped again");
    rollBack("0.1.0", "0.2.0", "turned back");

    assertThat(states()).containsExactly("0.1.0 serving");
  }

  @Test
  void whenTheFileOnTrialIsDeletedTheSwapIsTurnedBackAndNothingIsSaidAgainstIt() throws Exception {
    serving("0.1.0", "a");
    appeared("next.jar", "0.2.0", "b");
    swapping("0.2.0");

    deployment.left("next.jar");
    assertThat(versions()).containsExactly("0.1.0", "0.2.0");
    assertThat(calledOff).containsExactly("0.2.0: its file was deleted");
    rollBack("0.1.0", "0.2.0", "its file was deleted");

    assertThat(states()).containsExactly("0.1.0 serving");
  }

  @Test
  void whenTheServingFileIsDeletedTheTrialOfTheOtherGoesOn() throws Exception {
    serving("0.1.0", "a");
    appeared("next.jar", "0.2.0", "b");
    swapping("0.2.0");
    Bundle tried = bundle("0.2.0");

    deployment.left(FILE);

    assertThat(bundle("0.2.0")).isEqualTo(tried);
    assertThat(calledOff).isEmpty();
    assertThat(called).containsExactly("0.2.0");
  }

  @Test
  void aTrialThatTheEngineHasForgottenEndsAsTheEngineStands() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    standings.put(bundle("0.2.0").getBundleId(), Standing.SERVING);

    time.pass(Duration.ofSeconds(31));

    assertThat(states()).containsExactly("0.2.0 serving", "0.1.0 kept");
    assertThat(versions()).containsExactly("0.2.0");
  }

  @Test
  void aDriverThatTheEngineDoesNotTakeForWhatServesIsRolledBack() throws Exception {
    serving("0.1.0", "a");
    standings.put(bundle("0.1.0").getBundleId(), Standing.SERVING);
    changed(FILE, "0.2.0", "b");

    time.pass(Duration.ofSeconds(31));

    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 refused");
    assertThat(versions()).containsExactly("0.1.0");
    assertThat(refused)
        .containsExactly(DRIVER + " 0.2.0: it offers a driver, but not for what 0.1.0 serves");
  }

  @Test
  void aSwapUnderWayIsGivenAllTheTimeThatTheEngineTakes() throws Exception {
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    swapping("0.2.0");

    time.pass(Duration.ofMinutes(10));

    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 on trial");
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
  void aNewVersionIsTriedAlthoughTheServingOneIsSlowToOfferItsDriver() throws Exception {
    offering = false;
    serving("0.1.0", "a");
    changed(FILE, "0.2.0", "b");
    time.pass(Duration.ofSeconds(20));
    assertThat(versions()).containsExactly("0.1.0");

    offering = true;
    bundle("0.1.0").getBundleContext().registerService(DeviceDriver.class, driver(), null);
    time.pass(Duration.ofSeconds(1));

    assertThat(states()).containsExactly("0.1.0 serving", "0.2.0 on trial");
  }

  @Test
  void whatOffersNoDriverForLongIsReplacedWithoutASwap() throws Exception {
    offering = false;
    serving("0.1.0", "a");

    changed(FILE, "0.2.0", "b");
    time.pass(Duration.ofSeconds(31));

    assertThat(states()).containsExactly("0.2.0 serving", "0.1.0 kept");
    assertThat(versions()).containsExactly("0.2.0");
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

  private void swapping(String version) {
    standings.put(bundle(version).getBundleId(), Standing.SWAPPING);
  }

  private String version(long bundleId) {
    return framework.getBundleContext().getBundle(bundleId).getVersion().toString();
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
              public void call(long bundleId) {
                called.add(version(bundleId));
              }

              @Override
              public boolean callOff(long bundleId, String reason) {
                boolean underWay = standings.get(bundleId) == Standing.SWAPPING;
                if (underWay) {
                  calledOff.add(version(bundleId) + ": " + reason);
                }
                return underWay;
              }

              @Override
              public Standing standing(long bundleId) {
                return standings.getOrDefault(bundleId, Standing.IDLE);
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
