package io.margay.mapper.internal.deploy;

import static io.margay.mapper.internal.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.mapper.internal.work.ManualTime;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

class DropInWatchTest {
  @TempDir Path dir;

  private final ManualTime time = new ManualTime(() -> {});
  private final List<String> good = new CopyOnWriteArrayList<>();
  private final List<String> bad = new CopyOnWriteArrayList<>();
  private Path deploy;
  private Framework framework;
  private DropInWatch watch;

  @BeforeEach
  void startFramework() throws Exception {
    deploy = Files.createDirectory(dir.resolve("deploy"));
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    dir.resolve("cache").toString(),
                    "felix.cache.locking",
                    "false"));
    framework.start();
    watch = newWatch();
    watch.start();
  }

  @AfterEach
  void stopFramework() throws Exception {
    watch.stop();
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void aJarThatWorksIsTold() throws Exception {
    Bundle bundle = install("modbus.jar", "io.acme.modbus", "0.1.0", Map.of());
    bundle.start();

    awaitLine(good, "deploy/modbus.jar: io.acme.modbus 0.1.0 installed and active");
  }

  @Test
  void anUpdateAndARemovalAreTold() throws Exception {
    Bundle bundle = install("modbus.jar", "io.acme.modbus", "0.1.0", Map.of());
    bundle.start();
    awaitLine(good, "deploy/modbus.jar: io.acme.modbus 0.1.0 installed and active");

    jar("modbus.jar", "io.acme.modbus", "0.2.0", Map.of());
    bundle.update();
    awaitLine(good, "deploy/modbus.jar: io.acme.modbus updated to 0.2.0 and active");
    bundle.uninstall();

    awaitLine(good, "deploy/modbus.jar: io.acme.modbus 0.2.0 removed");
  }

  @Test
  void aJarThatDoesNotResolveSaysWhatIsMissing() throws Exception {
    Bundle bundle =
        install(
            "x.jar",
            "com.acme.driver",
            "1.0.0",
            Map.of(Constants.IMPORT_PACKAGE, "com.acme.foo;version=\"[1.0,2)\""));
    startInVain(bundle);
    awaitEvents();

    time.pass(Duration.ofSeconds(2));

    assertThat(bad)
        .containsExactly(
            "deploy/x.jar: com.acme.driver 1.0.0 does not resolve: needs package com.acme.foo"
                + " [1,2), which no bundle here offers; nothing else is affected");
    assertThat(watch.broken()).singleElement().extracting(b -> b.file()).isEqualTo("deploy/x.jar");
  }

  @Test
  void aVersionThatDoesNotFitIsNamed() throws Exception {
    install(
        "y.jar",
        "com.acme.foo",
        "3.0.0",
        Map.of(Constants.EXPORT_PACKAGE, "com.acme.foo;version=3.1"));
    install(
        "x.jar",
        "com.acme.driver",
        "1.0.0",
        Map.of(Constants.IMPORT_PACKAGE, "com.acme.foo;version=\"[1.0,2)\""));
    awaitEvents();

    time.pass(Duration.ofSeconds(2));

    assertThat(bad)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "needs package com.acme.foo [1,2), but here is only 3.1.0 of com.acme.foo"));
  }

  @Test
  void aMissingBundleAndAMissingCapabilityAreNamed() throws Exception {
    install(
        "x.jar",
        "com.acme.driver",
        "1.0.0",
        Map.of(
            Constants.REQUIRE_BUNDLE,
            "com.acme.core;bundle-version=2.1",
            Constants.REQUIRE_CAPABILITY,
            "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0)))\""));
    awaitEvents();

    time.pass(Duration.ofSeconds(2));

    assertThat(bad)
        .singleElement()
        .asString()
        .contains(
            "needs bundle com.acme.core 2.1 or later, which no bundle here offers",
            "needs osgi.extender osgi.component [1.5,2), which no bundle here offers");
  }

  @Test
  void aJarThatFailsToStartSaysWhy() throws Exception {
    Bundle bundle =
        install(
            "x.jar",
            "com.acme.driver",
            "1.0.0",
            Map.of(Constants.BUNDLE_ACTIVATOR, "com.acme.Missing"));
    startInVain(bundle);
    awaitEvents();

    time.pass(Duration.ofSeconds(2));

    assertThat(bad).singleElement().asString().contains("does not start: ", "com.acme.Missing");
  }

  @Test
  void whatWasMissingAndComesMakesTheTroubleGoAway() throws Exception {
    Bundle bundle =
        install(
            "x.jar", "com.acme.driver", "1.0.0", Map.of(Constants.IMPORT_PACKAGE, "com.acme.foo"));
    awaitEvents();
    time.pass(Duration.ofSeconds(2));
    assertThat(watch.broken()).hasSize(1);

    install("y.jar", "com.acme.foo", "1.0.0", Map.of(Constants.EXPORT_PACKAGE, "com.acme.foo"));
    bundle.start();
    awaitLine(good, "deploy/x.jar: com.acme.driver 1.0.0 installed and active");

    assertThat(watch.broken()).noneMatch(broken -> broken.file().equals("deploy/x.jar"));
  }

  @Test
  void bundlesFromElsewhereAreNotItsBusiness() throws Exception {
    Path elsewhere = dir.resolve("other.jar");
    Files.move(jar("other.jar", "com.acme.other", "1.0.0", Map.of()), elsewhere);
    framework.getBundleContext().installBundle(elsewhere.toUri().toString()).start();
    awaitEvents();

    time.pass(Duration.ofSeconds(2));

    assertThat(good).noneMatch(line -> line.contains("other"));
  }

  private DropInWatch newWatch() {
    return new DropInWatch(
        framework.getBundleContext(),
        new Origins(deploy),
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
  }

  private Bundle install(String file, String name, String version, Map<String, String> headers)
      throws Exception {
    Path jar = jar(file, name, version, headers);
    return framework.getBundleContext().installBundle(jar.toUri().toString());
  }

  private Path jar(String file, String name, String version, Map<String, String> headers)
      throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    main.putValue(Constants.BUNDLE_VERSION, version);
    headers.forEach(main::putValue);
    Path jar = deploy.resolve(file);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream jarOut = new JarOutputStream(out, manifest)) {
      jarOut.finish();
    }
    return jar;
  }

  private static void startInVain(Bundle bundle) {
    try {
      bundle.start();
    } catch (BundleException expected) {
      assertThat(bundle.getState()).isNotEqualTo(Bundle.ACTIVE);
    }
  }

  /** Bundle events come on another thread, in order: when the last has come, all have. */
  private void awaitEvents() throws Exception {
    Bundle last = install("last.jar", "last", "1.0.0", Map.of());
    last.start();
    awaitLine(good, "deploy/last.jar: last 1.0.0 installed and active");
  }

  private static void awaitLine(List<String> lines, String line) {
    await(() -> lines.contains(line));
  }
}
