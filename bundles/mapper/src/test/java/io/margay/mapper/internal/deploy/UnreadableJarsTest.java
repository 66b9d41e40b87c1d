package io.margay.mapper.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.mapper.internal.work.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableJarsTest {
  private static final Duration A_LOOK = Duration.ofMillis(2_001);

  @TempDir Path dir;
  private final ManualTime time = new ManualTime(() -> {});
  private final List<String> told = new ArrayList<>();
  private Path deploy;
  private UnreadableJars jars;

  @BeforeEach
  void start() throws IOException {
    deploy = Files.createDirectory(dir.resolve("deploy"));
    jars =
        new UnreadableJars(
            deploy,
            time,
            Runnable::run,
            new DropInWatch.Teller() {
              @Override
              public void good(String line) {
                throw new AssertionError(line);
              }

              @Override
              public void bad(String line) {
                told.add(line);
              }
            });
    jars.start();
  }

  @Test
  void halfAJarIsToldOnceWhenItStaysHalf() throws IOException {
    Files.write(deploy.resolve("half.jar"), new byte[] {'P', 'K', 3, 4, 0});
    time.pass(A_LOOK);
    assertThat(told).as("it may still be growing").isEmpty();

    time.pass(A_LOOK);
    time.pass(A_LOOK);

    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .startsWith("deploy/half.jar: cannot be read as a jar (")
        .endsWith("was it copied whole?; nothing else is affected");
  }

  @Test
  void aJarThatIsNoBundleIsTold() throws IOException {
    jar("plain.jar", new Manifest());

    time.pass(A_LOOK);
    time.pass(A_LOOK);

    assertThat(told)
        .containsExactly(
            "deploy/plain.jar: is no bundle: its manifest has no Bundle-SymbolicName;"
                + " nothing else is affected");
  }

  @Test
  void bundlesAndOtherFilesAndHiddenOnesAreLetBe() throws IOException {
    Manifest bundle = new Manifest();
    bundle.getMainAttributes().putValue("Bundle-SymbolicName", "com.acme");
    jar("bundle.jar", bundle);
    Files.writeString(deploy.resolve("README.txt"), "no jar");
    Files.writeString(deploy.resolve(".half.jar"), "hidden");

    time.pass(A_LOOK);
    time.pass(A_LOOK);

    assertThat(told).isEmpty();
  }

  @Test
  void nothingIsToldAfterTheStop() throws IOException {
    Files.writeString(deploy.resolve("half.jar"), "no jar");
    time.pass(A_LOOK);

    jars.stop();
    time.pass(A_LOOK);

    assertThat(told).isEmpty();
  }

  private void jar(String name, Manifest manifest) throws IOException {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    new JarOutputStream(Files.newOutputStream(deploy.resolve(name)), manifest).close();
  }
}
