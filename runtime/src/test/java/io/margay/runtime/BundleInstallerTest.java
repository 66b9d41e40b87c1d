package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;

class BundleInstallerTest {
  @TempDir Path temp;
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final NodeLog log = new NodeLog(new PrintStream(screen, true, StandardCharsets.UTF_8));
  private Framework framework;

  @BeforeEach
  void start() throws Exception {
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage", temp.resolve("cache").toString(),
                    "org.osgi.framework.startlevel.beginning", "30",
                    "felix.log.level", "0"));
    framework.init();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(5_000);
  }

  @Test
  void eachJarStartsAtTheLevelOfItsFolder() throws Exception {
    jar("bundle/05/a.jar", "a", "");
    jar("bundle/15/b.jar", "b", "");

    List<Bundle> installed = install();
    framework.start();

    assertThat(installed)
        .extracting(Bundle::getSymbolicName, BundleInstallerTest::level, Bundle::getState)
        .containsExactly(tuple("a", 5, Bundle.ACTIVE), tuple("b", 15, Bundle.ACTIVE));
  }

  @Test
  void aJarThatIsNoneIsNamedAndTheOthersStart() throws Exception {
    Files.createDirectories(temp.resolve("bundle/15"));
    Files.writeString(temp.resolve("bundle/15/a.jar"), "garbage");
    jar("bundle/15/b.jar", "b", "");

    List<Bundle> installed = install();
    framework.start();

    assertThat(installed).extracting(Bundle::getSymbolicName).containsExactly("b");
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("ERROR", "bundle/15/a.jar");
  }

  @Test
  void aBundleThatMissesSomethingIsNamedWithWhatItMisses() throws Exception {
    jar("bundle/15/needy.jar", "needy", "com.acme.missing");
    BundleJournal journal = new BundleJournal(log);
    framework.getBundleContext().addFrameworkListener(journal);

    install();
    framework.start();
    journal.awaitStarted();

    assertThat(journal.failed()).containsExactly("needy");
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("bundle needy 1.0.0 failed: missing osgi.wiring.package")
        .contains("com.acme.missing");
  }

  @Test
  void aFolderThatIsNoStartLevelIsTold() throws Exception {
    jar("bundle/drivers/a.jar", "a", "");

    assertThat(install()).isEmpty();
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("bundle/drivers");
  }

  private List<Bundle> install() throws Exception {
    return new BundleInstaller(framework.getBundleContext(), log).install(temp.resolve("bundle"));
  }

  private static int level(Bundle bundle) {
    return bundle.adapt(BundleStartLevel.class).getStartLevel();
  }

  private void jar(String path, String symbolicName, String imports) throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", symbolicName);
    main.putValue("Bundle-Version", "1.0.0");
    if (!imports.isEmpty()) {
      main.putValue("Import-Package", imports);
    }
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
