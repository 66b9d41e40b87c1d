package io.margay.driver.onvif.internal;

import static io.margay.driver.onvif.internal.ScriptedCamera.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session with a camera that does as the test says. */
class SessionTest {
  private static final Map<String, Object> ADMIN =
      Map.of("userName", "admin", "password", "secret");

  private final OnvifDriver driver = new OnvifDriver();
  private ScriptedCamera camera;

  @BeforeEach
  void start() throws IOException {
    camera = new ScriptedCamera();
    camera.answers("GetProfiles", Soap.profiles());
    camera.answers("GetDeviceInformation", Soap.information());
  }

  @AfterEach
  void stop() throws IOException {
    camera.close();
  }

  @Test
  void propertiesThatOneAnswerServesShareARequest() throws Exception {
    Answers answers =
        read(
            Map.of(),
            Specs.asked("vendor", "GetDeviceInformation", "manufacturer"),
            Specs.asked("id", "getdeviceinformation", "HardwareId"),
            Specs.property("model", Map.of("method", "GetDeviceInformation")));

    assertThat(answers.of("vendor")).isEqualTo("Acme");
    assertThat(answers.of("id")).isEqualTo("a&b");
    assertThat(answers.of("model")).isEqualTo("Eye 3");
    assertThat(requestsFor("GetDeviceInformation")).isEqualTo(1);
  }

  @Test
  void addressesOfAnInnerNetworkAreBroughtToWhereTheCameraWasReached() throws Exception {
    camera.answers("GetStreamUri", Soap.streamUri("rtsp://u:p@192.168.1.64:554/main?x=1"));

    assertThat(read(Map.of(), Specs.property("getURI", Map.of())).of("getURI"))
        .isEqualTo("rtsp://127.0.0.1:554/main?x=1");
    assertThat(read(Map.of("rtspPort", 8554), Specs.property("getURI", Map.of())).of("getURI"))
        .isEqualTo("rtsp://127.0.0.1:8554/main?x=1");
  }

  @Test
  void aTokenIsMadeAtTheCamerasTimeAndNotOurs() throws Exception {
    camera.answers("GetSystemDateAndTime", Soap.dateAndTime(1999, 12, 31, 23, 59, 58));

    read(ADMIN, Specs.asked("model", "GetDeviceInformation", "model"));

    assertThat(camera.last("GetDeviceInformation"))
        .containsPattern("<wsu:Created>(1999-12-31T23:59:5|2000-01-01T00:0)")
        .doesNotContain("secret");
    assertThat(camera.last("GetSystemDateAndTime")).doesNotContain("UsernameToken");
  }

  @Test
  void aCameraWhoseClockIsSetMeanwhileIsAskedForItsTimeAgain() throws Exception {
    try (DeviceSession session = open(ADMIN)) {
      camera.answers("GetSystemDateAndTime", Soap.dateAndTime(2030, 1, 1, 0, 0, 0));
      camera.sends(
          "GetDeviceInformation",
          request ->
              request.contains("<wsu:Created>2030-01-01T00:0")
                  ? http(200, "", Soap.envelope(Soap.information()))
                  : http(400, "", Soap.envelope(Soap.fault("ter:NotAuthorized", "too old"))));

      assertThat(session.invoke("GetDeviceInformation", Map.of(), soon()))
          .containsEntry("model", "Eye 3");
    }
  }

  @Test
  void aChallengeOfTheWebServerIsAnsweredOnceAndThenInAdvance() throws Exception {
    camera.sends(
        "GetDeviceInformation",
        request ->
            request.contains("Authorization: Digest username=\"admin\"")
                ? http(200, "", Soap.envelope(Soap.information()))
                : http(
                    401,
                    "WWW-Authenticate: Digest realm=\"c\", qop=\"auth\", nonce=\"n\"\r\n",
                    ""));

    try (DeviceSession session =
        open(Map.of("userName", "admin", "password", "s", "authMode", "digest"))) {
      List<PropertySpec> model =
          spec(Map.of(), Specs.asked("model", "GetDeviceInformation", "model")).properties();
      for (int i = 0; i < 2; i++) {
        Answers answers = new Answers();
        session.read(session.plan(model), answers, soon());
        assertThat(answers.of("model")).isEqualTo("Eye 3");
      }
    }
    assertThat(requestsFor("GetDeviceInformation")).isEqualTo(3);
    assertThat(camera.last("GetDeviceInformation")).contains("nc=00000002").doesNotContain("wsse:");
  }

  @Test
  void aRefusalMakesItsOwnPropertyBadAndSaysWhy() throws Exception {
    Answers answers =
        read(
            Map.of(),
            Specs.asked("pan", "GetStatus", "pan"),
            Specs.asked("model", "GetDeviceInformation", "model"));

    assertThat(answers.of("pan"))
        .isEqualTo("BAD the camera refuses: not in the script (ActionNotSupported)");
    assertThat(answers.of("model")).isEqualTo("Eye 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>Welcome</html> | the answer is not SOAP: a SOAP envelope was expected",
        "<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x> | not SOAP",
        "nonsense | the answer is not SOAP",
      })
  void anAnswerThatIsNoSoapEndsTheConversation(String body, String words) {
    camera.sends("GetDeviceInformation", request -> http(200, "", body));

    assertThatThrownBy(() -> read(Map.of(), Specs.asked("m", "GetDeviceInformation", "model")))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining(words);
  }

  @Test
  void anAnswerWithoutEndIsNotGathered() {
    camera.sends(
        "GetDeviceInformation",
        request -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "x".repeat(1_100_000));

    assertThatThrownBy(() -> read(Map.of(), Specs.asked("m", "GetDeviceInformation", "model")))
        .hasMessageContaining("longer than 1000000 bytes");
  }

  @Test
  void aConnectionThatTheCameraHasClosedMeanwhileIsOpenedAnew() throws Exception {
    try (DeviceSession session = open(Map.of())) {
      camera.sends(
          "GetDeviceInformation",
          request ->
              http(200, "", Soap.envelope(Soap.information()))
                  .replace("\r\n\r\n", "\r\nX: Connection: close\r\n\r\n"));
      List<PropertySpec> model =
          spec(Map.of(), Specs.asked("model", "GetDeviceInformation", "model")).properties();
      for (int i = 0; i < 2; i++) { // the second time on a connection that is gone
        Answers answers = new Answers();
        session.read(session.plan(model), answers, soon());
        assertThat(answers.of("model")).isEqualTo("Eye 3");
      }
    }
  }

  /** What a camera has begun to answer it has done, and a move done twice is another one. */
  @Test
  void aRequestWhoseAnswerBrokeOffIsNotMadeAgain() throws Exception {
    camera.sends(
        "RelativeMove",
        request -> "HTTP/1.1 200 OK\r\nX: Connection: close\r\nContent-Length: 900\r\n\r\n<");
    try (DeviceSession session = open(Map.of())) {
      assertThatThrownBy(() -> session.invoke("RelativeMove", Map.of("zoom", 0.5), soon()))
          .isInstanceOf(DriverException.class)
          .hasMessageContaining("broke off");
    }
    assertThat(requestsFor("RelativeMove")).isEqualTo(1);
  }

  @Test
  void panAndTiltThatAreWrittenTogetherSetOutTogether() throws Exception {
    camera.answers("AbsoluteMove", "<tptz:AbsoluteMoveResponse/>");
    DeviceSpec device =
        spec(
            Map.of(),
            Specs.asked("pan", "GetStatus", "pan"),
            Specs.asked("tilt", "GetStatus", "tilt"),
            Specs.asked("uri", "GetStreamUri", "uri"));
    try (DeviceSession session = driver.open(device, DriverState.NONE, soon())) {
      List<WriteResult> results =
          session.write(
              List.of(
                  new PropertyWrite(device.properties().get(0), 0.5),
                  new PropertyWrite(device.properties().get(1), -0.25),
                  new PropertyWrite(device.properties().get(2), "rtsp://x")),
              soon());

      assertThat(results.subList(0, 2)).containsOnly(WriteResult.DONE);
      assertThat(results.get(2).failure()).isEqualTo("ONVIF has no operation that sets it");
    }
    assertThat(camera.last("AbsoluteMove")).contains("<tt:PanTilt x=\"0.5\" y=\"-0.25\">");
    assertThat(requestsFor("AbsoluteMove")).isEqualTo(1);
  }

  @Test
  void aMethodIsRunWithItsArgumentsAndAMistakeInThemIsNamed() throws Exception {
    camera.answers("ContinuousMove", "<tptz:ContinuousMoveResponse/>");
    try (DeviceSession session = open(Map.of("profile", "sub"))) {
      session.invoke("ContinuousMove", Map.of("pan", 0.5, "seconds", 2), soon());

      assertThat(camera.last("ContinuousMove"))
          .contains("<tptz:ProfileToken>p1</tptz:ProfileToken>")
          .contains("<tptz:Velocity><tt:PanTilt x=\"0.5\" y=\"0.0\"></tt:PanTilt></tptz:Velocity>")
          .contains("<tptz:Timeout>PT2.0S</tptz:Timeout>");
      assertThatThrownBy(() -> session.invoke("ContinuousMove", Map.of(), soon()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected pan, tilt or zoom");
      assertThatThrownBy(() -> session.invoke("AbsoluteMove", Map.of("pan", "left"), soon()))
          .hasMessageContaining("a number");
    }
  }

  @Test
  void oldCamerasWithoutGetServicesAreAskedForTheirCapabilities() throws Exception {
    camera.sends(
        "GetServices",
        request -> http(400, "", Soap.envelope(Soap.fault("ter:ActionNotSupported", "no"))));
    camera.answers(
        "GetCapabilities",
        "<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://10.0.0.1/m</tt:XAddr></tt:Media>"
            + "</tds:Capabilities></tds:GetCapabilitiesResponse>");

    assertThat(read(Map.of(), Specs.property("GetProfiles", Map.of())).of("GetProfiles"))
        .isEqualTo("p0=main, p1=sub");
    assertThat(camera.last("GetProfiles")).startsWith("POST /m HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "active"})
  void anEventIsAValueOfThePropertyThatSubscribedToIt(String said) throws Exception {
    String event = Soap.notification("tns1:VideoSource/MotionAlarm", "State", said);
    camera.answers("CreatePullPointSubscription", Soap.subscription());
    camera.answers("SetSynchronizationPoint", "<tev:SetSynchronizationPointResponse/>");
    camera.sends("PullMessages", request -> http(200, "", Soap.envelope(Soap.pulled(event))));
    DeviceSpec device =
        spec(Map.of(), Specs.flag("motion", Map.of("topic", "tns1:VideoSource/MotionAlarm")));
    Answers answers = new Answers();

    try (DeviceSession session = driver.open(device, DriverState.NONE, soon())) {
      assertThat(session.subscribe(device.properties(), answers, soon())).hasSize(1);
      assertThat(answers.next()).isEqualTo("motion=true");
    }
    assertThat(camera.last("CreatePullPointSubscription"))
        .contains("ConcreteSet\">tns1:VideoSource/MotionAlarm</wsnt:TopicExpression>");
  }

  @Test
  void aSubscriptionThatTheCameraHasForgottenIsTold() throws Exception {
    camera.answers("CreatePullPointSubscription", Soap.subscription());
    DeviceSpec device = spec(Map.of(), Specs.flag("motion", Map.of("topic", "tns1:A/B")));
    Answers answers = new Answers();

    try (DeviceSession session = driver.open(device, DriverState.NONE, soon())) {
      session.subscribe(device.properties(), answers, soon());
      assertThat(answers.next()).startsWith("lost: events: the camera refuses");
    }
  }

  @Test
  void aCameraWithoutEventsIsPolledForTheRest() throws Exception {
    DeviceSpec device = spec(Map.of(), Specs.flag("motion", Map.of("topic", "tns1:A/B")));
    try (DeviceSession session = driver.open(device, DriverState.NONE, soon())) {
      Answers answers = new Answers();

      assertThat(session.subscribe(device.properties(), answers, soon())).isEmpty();
      session.read(session.plan(device.properties()), answers, soon());
      assertThat(answers.of("motion")).isEqualTo("BAD the camera does not tell of events");
    }
  }

  private Answers read(Map<String, Object> settings, PropertySpec... properties) throws Exception {
    DeviceSpec device = spec(settings, properties);
    assertThat(driver.validate(device)).isEmpty();
    Answers answers = new Answers();
    try (DeviceSession session = driver.open(device, DriverState.NONE, soon())) {
      session.read(session.plan(device.properties()), answers, soon());
    }
    return answers;
  }

  private DeviceSession open(Map<String, Object> settings) throws Exception {
    return driver.open(spec(settings), DriverState.NONE, soon());
  }

  private DeviceSpec spec(Map<String, Object> settings, PropertySpec... properties) {
    return Specs.camera(camera.port(), settings, properties);
  }

  private long requestsFor(String operation) {
    return camera.requests().stream()
        .filter(request -> request.matches("(?s).*<s:Body><\\w+:" + operation + "\\b.*"))
        .count();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }
}
