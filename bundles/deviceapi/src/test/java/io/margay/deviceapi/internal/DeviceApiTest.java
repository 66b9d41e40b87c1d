package io.margay.deviceapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

class DeviceApiTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("margay.deviceapi");
  private static final Pattern LISTENS =
      Pattern.compile("device API on http://(.+):(\\d+)/api/v1/");
  private static final String TOKEN = "0123456789abcdef";

  @TempDir private Path home;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void makeTheNodesFolderAndListen() throws IOException {
    Files.createDirectory(home.resolve("conf"));
    log.start();
    LOGGER.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(log);
  }

  /** Settings as a person writes them; by default any free port of this machine. */
  private record Settings(
      boolean enabled, String host, int port, String token, boolean legacyWrites)
      implements DeviceApiConfig {
    static final Settings USUAL = new Settings(true, "127.0.0.1", 0, "", false);

    Settings withHost(String other) {
      return new Settings(enabled, other, port, token, legacyWrites);
    }

    Settings withPort(int other) {
      return new Settings(enabled, host, other, token, legacyWrites);
    }

    Settings withToken(String other) {
      return new Settings(enabled, host, port, other, legacyWrites);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return DeviceApiConfig.class;
    }
  }

  @Test
  void itListensWhereItIsToldAndNoMoreOnceItHasStopped() throws Exception {
    DeviceApi api = started(Settings.USUAL);
    int port = port();
    assertThat(ping(port, "")).isEqualTo(200);

    api.stop();

    assertThat(refuses(port)).isTrue();
    assertThat(errors()).isEmpty();
  }

  @Test
  void oneThatIsNotEnabledNeitherListensNorComplains() {
    DeviceApi api = started(new Settings(false, "127.0.0.1", 0, "", false));

    api.stop();

    assertThat(log.list).isEmpty();
  }

  @Test
  void withATokenItIsThereForOtherMachinesWhoBringIt() throws Exception {
    write("api.token", "rw-------");
    DeviceApi api = started(Settings.USUAL.withHost("0.0.0.0").withToken(" api.token "));

    assertThat(ping(port(), "Bearer " + TOKEN)).isEqualTo(200);
    assertThat(ping(port(), "")).isEqualTo(401);
    assertThat(log.list.toString()).contains("for callers with the token").doesNotContain(TOKEN);

    api.stop();
  }

  @Test
  void anAddressWithColonsIsToldAsAUrlHasIt() {
    DeviceApi api = started(Settings.USUAL.withHost("::ffff:127.0.0.1"));

    assertThat(listening().group(1)).isEqualTo("[::ffff:127.0.0.1]");

    api.stop();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(Settings.USUAL.withHost("0.0.0.0"), "host: found 0.0.0.0 without a token"),
        Arguments.of(Settings.USUAL.withHost("::"), "host: found :: without a token"),
        Arguments.of(Settings.USUAL.withHost(" "), "host: found nothing"),
        Arguments.of(Settings.USUAL.withHost("192.0.2.1").withToken("api.token"), "192.0.2.1:0"),
        Arguments.of(Settings.USUAL.withPort(-1), "port: found -1, expected 0 to 65535"),
        Arguments.of(Settings.USUAL.withPort(65_536), "port: found 65536"),
        Arguments.of(Settings.USUAL.withToken("absent"), "token: there is no file"),
        Arguments.of(Settings.USUAL.withToken("../outside"), "token: found \"../outside\""),
        Arguments.of(Settings.USUAL.withToken("/etc/passwd"), "token: found \"/etc/passwd\""),
        Arguments.of(Settings.USUAL.withToken("open.token"), "chmod 600"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldOnceAndNothingListens(DeviceApiConfig settings, String complaint)
      throws Exception {
    write("api.token", "rw-------");
    write("open.token", "rw-r--r--");

    DeviceApi api = started(settings);
    api.stop();

    assertThat(log.list).hasSize(1);
    assertThat(errors()).singleElement().asString().startsWith("no device API").contains(complaint);
  }

  @Test
  void aPortThatIsTakenIsTold() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DeviceApi api = started(Settings.USUAL.withPort(other.getLocalPort()));
      api.stop();

      assertThat(errors())
          .singleElement()
          .asString()
          .contains("no device API on 127.0.0.1:" + other.getLocalPort(), "in use");
    }
  }

  private DeviceApi started(DeviceApiConfig settings) {
    return new DeviceApi(new InMemoryDevices(), settings, contextOf(home));
  }

  /** A bundle's context as far as the component asks it. */
  private static BundleContext contextOf(Path home) {
    return (BundleContext)
        Proxy.newProxyInstance(
            DeviceApiTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) ->
                method.getName().equals("getProperty") && arguments[0].equals("margay.home")
                    ? home.toString()
                    : null);
  }

  private void write(String name, String mode) throws IOException {
    Path file = Files.writeString(home.resolve("conf").resolve(name), TOKEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Matcher listening() {
    return log.list.stream()
        .map(event -> LISTENS.matcher(event.getFormattedMessage()))
        .filter(Matcher::find)
        .findFirst()
        .orElseThrow();
  }

  private int port() {
    return Integer.parseInt(listening().group(2));
  }

  private Stream<String> errors() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage);
  }

  private static int ping(int port, String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/ping"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static boolean refuses(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }
}
