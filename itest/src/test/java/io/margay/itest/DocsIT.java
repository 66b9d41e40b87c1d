package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages tell people to copy works when it is copied. */
class DocsIT {
  private static final Path ROOT =
      Path.of(System.getProperty("margay.counterparties"), "../..").normalize();
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```");
  private static final Pattern COMMAND = Pattern.compile("(?m)^margay> (.+)$");

  private static LibmodbusServer slave;
  private static MargayNode node;

  @BeforeAll
  static void startTheDemosDeviceOnALibmodbusSlave() throws IOException {
    slave = LibmodbusServer.still();
    node = MargayNode.running("docs", "modbus", "simulator");
    Path demo = node.home().resolve("demo");
    node.apply("press-model.yaml", Files.readString(demo.resolve("press-model.yaml")));
    node.apply(
        "press.yaml",
        Files.readString(demo.resolve("press.yaml")).replace("15502", "" + slave.port()));
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitGood(0, "press", "speed-setpoint");
    }
  }

  @AfterAll
  static void stopIt() {
    node.close();
    slave.close();
  }

  static List<String> manifests() {
    return pages()
        .flatMap(page -> YAML.matcher(page).results())
        .map(block -> block.group(1))
        .filter(block -> block.startsWith("apiVersion:"))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aManifestOfThePagesIsApplied(String yaml) {
    node.apply("of-the-pages.yaml", yaml);

    Await.until(
        "the manifest to be applied",
        () ->
            assertThat(node.shell("manifests:list")).containsPattern("of-the-pages.yaml +applied"));

    node.unapply("of-the-pages.yaml");
    Await.until(
        "the manifest to be gone",
        () -> assertThat(node.shell("manifests:list")).doesNotContain("of-the-pages"));
  }

  static List<String> commands() {
    return pages()
        .flatMap(page -> COMMAND.matcher(page).results())
        .map(line -> line.group(1))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandOfThePagesIsAnswered(String command) {
    String ending =
        command.startsWith("bus:sub '") ? command.replace("bus:sub ", "bus:sub -n 1 ") : command;

    assertThat(node.shell(ending)).isNotBlank();
  }

  private static Stream<String> pages() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
        Stream<Path> bundles = Files.list(ROOT.resolve("bundles"));
        Stream<Path> drivers = Files.list(ROOT.resolve("drivers"))) {
      return Stream.of(
          docs.filter(page -> page.toString().endsWith(".md")),
          Stream.concat(bundles, drivers).map(folder -> folder.resolve("README.md")),
          Stream.of(ROOT.resolve("README.md")))
          .flatMap(paths -> paths)
          .filter(Files::exists)
          .sorted()
          .map(DocsIT::text)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
