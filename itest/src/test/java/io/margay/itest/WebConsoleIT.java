package io.margay.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.ListeningPorts;
import io.margay.itest.node.MargayNode;
import io.margay.itest.node.ThreadNames;
import io.margay.itest.support.Await;
import io.margay.itest.support.ReservedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Web Console, copied from {@code extras/web-console} into the {@code deploy/} of a node. */
class WebConsoleIT {
  private static final String LOGIN = "io.margay.webconsole.cfg";

  /**
   * Of the password {@code jaguarundi}: {@code printf %s 0123456789abcdefjaguarundi | sha256sum}.
   */
  private static final String HASHED =
      "password={sha-256}0123456789abcdef-63c91a8ce7454ba69e8f6dfcc4729489a19221b7fe6477fadb159e17f2657fff\n";

  /** A row of {@code lb -s}: number, state, start level and name. */
  private static final Pattern BUNDLE = Pattern.compile(" *\\d+\\|.*");

  private final HttpClient browser = HttpClient.newHttpClient();
  private final ReservedPort reserved = new ReservedPort();
  private final int port = reserved.number();
  private MargayNode node;

  @BeforeEach
  void startANodeWithADevice() {
    node = MargayNode.unpacked("web-console");
    node.configure("org.apache.felix.http.cfg", "org.osgi.service.http.port=" + port + "\n");
    node.deploy("simulator.jar", node.driver("simulator"));
    node.apply(
        "tank.yaml",
        DeviceYaml.of("tank", "simulator")
            .property("level", "INT", "ReadOnly", Map.of("signal", "counter")));
    node.start();
  }

  @AfterEach
  void stopIt() {
    node.close();
    reserved.close();
  }

  @Test
  void nobodyIsLetInUntilAPasswordIsSet() {
    dropIn();

    awaitStatus(401, "/system/console/bundles", "");
    awaitStatus(401, "/system/console/bundles", "admin:admin");
    awaitStatus(401, "/system/console/bundles", "admin:");

    node.configure(LOGIN, "password=jaguarundi\n");
    node.log().await(0, LOGIN, "not of the form");
    awaitStatus(401, "/system/console/bundles", "admin:jaguarundi");
  }

  @Test
  void settingsOfTheConsoleDoNotBringItsOwnPasswordBack() {
    dropIn();
    awaitStatus(401, "/system/console/bundles", "");

    node.configure(
        "org.apache.felix.webconsole.internal.servlet.OsgiManager.cfg",
        "username=admin\nmanager.root=/elsewhere\n");

    awaitStatus(401, "/elsewhere/bundles", "");
    awaitStatus(401, "/elsewhere/bundles", "admin:admin");
  }

  @Test
  void withoutOurLoginItStaysClosedAndDoesNotFallBackToItsOwn() {
    jars().stream()
        .filter(jar -> !jar.endsWith("io.margay.webconsole.jar"))
        .forEach(jar -> node.deploy(jar.getFileName().toString(), jar));

    node.log().await(0, "Not all requirements met for the Web Console");
    awaitStatus(404, "/system/console/bundles", "admin:admin");
  }

  @Test
  void thePasswordOpensItOnThisMachineOnly() throws IOException {
    node.configure(LOGIN, HASHED);

    dropIn();

    awaitStatus(401, "/system/console/bundles", "");
    awaitPage("/system/console/bundles", "Web Console");
    awaitPage("/system/console/bundles.json", "io.margay.driver.simulator");
    awaitPage("/system/console/components.json", "io.margay.webconsole");
    assertThat(ListeningPorts.of(node.program().pid()))
        .filteredOn(address -> address.endsWith(":" + port))
        .containsExactly("127.0.0.1:" + port);
  }

  @Test
  void thePageOfAnotherSiteCannotUseThePasswordThatTheBrowserKnows() {
    node.configure(LOGIN, HASHED);
    dropIn();
    awaitStatus(200, "/system/console/bundles", "admin:jaguarundi");

    assertThat(get("/system/console/bundles", "admin:jaguarundi", "http://example.com"))
        .returns(403, HttpResponse::statusCode);
    assertThat(get("/system/console/bundles", "admin:jaguarundi", "http://127.0.0.1:" + port))
        .returns(200, HttpResponse::statusCode);
  }

  @Test
  void deletedJarsLeaveNothingBehindAndTheDeviceIsReadAllTheWhile() throws IOException {
    try (DataFeed feed = DataFeed.on(node.mqttPort())) {
      feed.awaitGood(0, "tank", "level");
      List<String> bundles = Await.value("all bundles to be active", this::activeBundles);
      int mark = feed.mark();

      dropIn();
      awaitStatus(401, "/system/console/bundles", "");
      jars().forEach(jar -> node.undeploy(jar.getFileName().toString()));

      Await.until(
          "the port to close",
          () ->
              assertThat(ListeningPorts.of(node.program().pid()))
                  .noneMatch(address -> address.endsWith(":" + port)));
      Await.until("its bundles to go", () -> assertThat(activeBundles()).isEqualTo(bundles));
      Await.until(
          "its threads to end",
          () -> assertThat(ThreadNames.of(node.program().pid())).noneMatch(t -> t.contains("qtp")));
      feed.awaitCount(feed.mark(), "tank", "level", 5);
      assertThat(feed.since(mark, "tank", "level")).satisfies(WebConsoleIT::hasEveryReading);
    }
  }

  /** The simulated device counts its readings, so a missing number is a missing reading. */
  private static void hasEveryReading(List<? extends Reading> readings) {
    List<Long> values = readings.stream().map(Reading::value).map(Long::valueOf).toList();
    assertThat(values)
        .isEqualTo(LongStream.range(0, values.size()).mapToObj(i -> values.get(0) + i).toList());
  }

  private void dropIn() {
    jars().forEach(jar -> node.deploy(jar.getFileName().toString(), jar));
  }

  private List<Path> jars() {
    try (Stream<Path> files = Files.list(node.home().resolve("extras/web-console"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bundles, all of which must be active. */
  private List<String> activeBundles() {
    List<String> rows = node.shell("lb -s").lines().filter(BUNDLE.asMatchPredicate()).toList();
    assertThat(rows).isNotEmpty().allMatch(row -> row.contains("|Active "));
    return rows;
  }

  private void awaitPage(String path, String content) {
    Await.until(
        path + " with " + content,
        () -> assertThat(get(path, "admin:jaguarundi", "").body()).contains(content));
  }

  private void awaitStatus(int expected, String path, String credentials) {
    Await.until(
        "status %d of %s for \"%s\"".formatted(expected, path, credentials),
        () -> assertThat(status(path, credentials)).isEqualTo(expected));
  }

  private int status(String path, String credentials) {
    return get(path, credentials, "").statusCode();
  }

  private HttpResponse<String> get(String path, String credentials, String origin) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Await.PATIENCE);
    if (!credentials.isEmpty()) {
      String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
      request.header("Authorization", "Basic " + encoded);
    }
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    try {
      return browser.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
