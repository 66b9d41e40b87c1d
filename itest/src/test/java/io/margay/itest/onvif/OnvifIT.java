package io.margay.itest.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import io.margay.itest.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped driver with the device of its page, on a camera that is another process. */
class OnvifIT {
  private static final Path PAGE =
      Path.of(System.getProperty("margay.counterparties"), "../../docs/drivers-onvif.md");
  private static final String CAMERA = "gate-camera";

  private static ReservedPort discoveryPort;
  private static RtspServer stream;
  private static OnvifCamera camera;
  private static Path frames;
  private static MargayNode node;
  private static DataFeed feed;

  @BeforeAll
  static void applyTheExampleOfThePage() throws IOException {
    discoveryPort = new ReservedPort();
    stream = RtspServer.start("admin", "secret");
    camera =
        OnvifCamera.start(
            "--clock",
            "-86400000",
            "--rtsp",
            stream.uri(),
            "--discovery",
            "" + discoveryPort.number());
    frames = WorkFolder.file("onvif-frames");
    Path password = Files.writeString(WorkFolder.file("camera-password"), "secret");
    node = MargayNode.running("onvif", "onvif");
    feed = DataFeed.on(node.mqttPort());
    node.apply(
        "gate-camera.yaml",
        example()
            .replace("10.0.0.20:80", "127.0.0.1:" + camera.port())
            .replace("/etc/margay/camera-password", password.toAbsolutePath().toString())
            .replace("timeout: 5000", "timeout: 30000")
            .replace("/var/lib/margay/frames", frames.toAbsolutePath().toString()));
    feed.awaitGood(0, CAMERA, "model");
  }

  private static String example() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("```yaml\napiVersion") + "```yaml\n".length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  @AfterAll
  static void stopEverything() {
    feed.close();
    node.close();
    camera.close();
    stream.close();
    discoveryPort.close();
  }

  @Test
  void theCameraOfThePageIsOnMqttThoughItsClockIsYearsOff() {
    assertThat(feed.awaitGood(0, CAMERA, "model").value()).isEqualTo("Eye 3");
    assertThat(feed.awaitGood(0, CAMERA, "getURI").value()).isEqualTo(stream.uri());
    assertThat(Long.parseLong(feed.awaitGood(0, CAMERA, "clock-offset").value()))
        .isBetween(-86_400_060_000L, -86_399_940_000L);
    byte[] image = Base64.getDecoder().decode(feed.awaitGood(0, CAMERA, "snapshot").value());
    assertThat(image).startsWith(0xff, 0xd8).endsWith(0xff, 0xd9);
  }

  @Test
  void anEventIsOnMqttWhenItHappens() {
    int mark = feed.mark();

    camera.happens("tns1:VideoSource/MotionAlarm", "State", "true");
    feed.await(mark, CAMERA, "motion", "true", reading -> reading.value().equals("true"));
    camera.happens("tns1:VideoSource/MotionAlarm", "State", "false");

    feed.await(mark, CAMERA, "motion", "false", reading -> reading.value().equals("false"));
    assertThat(feed.since(mark, CAMERA, "motion")).extracting(Reading::value).contains("true");
  }

  @Test
  void methodsAndWritesTurnTheCameraAndSetItsImage() {
    node.shell("device:call gate-camera AbsoluteMove pan=0.25 tilt=-0.5 zoom=0.75");
    assertThat(camera.state().get("position").get("zoom").asDouble()).isEqualTo(0.75);

    node.shell("device:call gate-camera GotoPreset preset=door");
    assertThat(camera.state().get("position").get("pan").asDouble()).isEqualTo(0.5);

    node.shell("device:call gate-camera ContinuousMove pan=0.1 seconds=5");
    assertThat(camera.state().get("moving").asBoolean()).isTrue();
    node.shell("device:call gate-camera Stop");
    assertThat(camera.state().get("moving").asBoolean()).isFalse();

    assertThat(node.shell("device:write gate-camera tilt 0.125")).contains("tilt is written");
    assertThat(camera.state().get("position").get("tilt").asDouble()).isEqualTo(0.125);
    assertThat(node.shell("device:write gate-camera brightness 70")).contains("is written 70");
    assertThat(node.shell("device:write gate-camera light true")).contains("is written true");
    assertThat(camera.state().get("relays").get("relay0").asText()).isEqualTo("active");
    assertThat(node.shell("device:call gate-camera GetUsers")).contains("Administrator");
    node.shell("device:call gate-camera SystemReboot");
    assertThat(camera.state().get("reboots").asInt()).isEqualTo(1);
  }

  @Test
  void aFrameOfTheStreamIsKeptAndItsPathIsOnMqtt() throws IOException {
    Path frame = Path.of(feed.awaitGood(0, CAMERA, "saveFrame").value());

    assertThat(frame).hasParent(frames.toAbsolutePath());
    assertThat(frame.getFileName().toString()).startsWith("default-gate-camera-saveFrame-");
    assertThat(Files.readAllBytes(frame)).startsWith(0xff, 0xd8);
  }

  @Test
  void aSearchThroughAddressesFindsTheCamera() {
    assertThat(
            node.shell(
                "mapper:discover onvif addresses=127.0.0.1 timeout=600 port="
                    + discoveryPort.number()))
        .contains("onvif-127-0-0-1-" + camera.port())
        .contains("name=Acme Eye")
        .contains("url=http://127.0.0.1:" + camera.port() + "/onvif/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"digest", "both", "none"})
  void aCameraIsReadWhicheverWayItAsksWhoComes(String auth) {
    try (OnvifCamera other = OnvifCamera.start("--auth", auth, "--media2")) {
      String name = "camera-" + auth;
      node.apply(
          name + ".yaml",
          yaml(name, other, "secret").property("getURI", "STRING", "ReadOnly", Map.of()));

      assertThat(feed.awaitGood(0, name, "getURI").value()).isEqualTo("rtsp://127.0.0.1:554/main");
      node.unapply(name + ".yaml");
    }
  }

  @Test
  void aCameraUnderHttpsIsReadAndHeardOnceItsAuthorityIsTrusted() throws IOException {
    Path folder = Files.createDirectories(WorkFolder.file("onvif-authority"));
    TestAuthority authority = TestAuthority.in(folder, "plant");
    authority.sign("camera");
    String certificate = authority.certificate("camera").toString();
    try (OnvifCamera other =
        OnvifCamera.start("--tls", certificate, authority.key("camera").toString())) {
      DeviceYaml secured =
          yaml("secured", other, "secret")
              .setting("url", "\"https://127.0.0.1:" + other.port() + "\"")
              .property("model", "STRING", "ReadOnly", Map.of("method", "GetDeviceInformation"))
              .property(
                  "motion",
                  "BOOLEAN",
                  "ReadOnly",
                  Map.of("topic", "\"tns1:VideoSource/MotionAlarm\""));
      node.apply("secured.yaml", secured);
      assertThat(feed.awaitBad(0, "secured", "model").reason()).contains("PKIX");

      node.apply(
          "secured.yaml", secured.setting("tlsTrustFile", authority.root().toAbsolutePath()));

      assertThat(feed.awaitGood(0, "secured", "model").value()).isEqualTo("Eye 3");
      assertThat(feed.awaitGood(0, "secured", "motion").value()).isEqualTo("false");
      node.unapply("secured.yaml");
    }
  }

  @Test
  void aWrongPasswordIsToldInWordsAndStaysSecret() {
    try (OnvifCamera other = OnvifCamera.start()) {
      node.apply(
          "locked.yaml",
          yaml("locked", other, "not-the-password")
              .property("getURI", "STRING", "ReadOnly", Map.of()));

      assertThat(feed.awaitBad(0, "locked", "getURI").reason()).contains("Sender not Authorized");
      node.unapply("locked.yaml");
    }
    assertThat(node.log().since(0)).noneMatch(line -> line.contains("not-the-password"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "bomb", "close"})
  void aCameraThatTalksNonsenseIsReadAgainWhenItHasComeToItsSenses(String fault) {
    try (OnvifCamera other = OnvifCamera.start()) {
      String name = "mad-" + fault;
      node.apply(
          name + ".yaml",
          yaml(name, other, "secret").property("getURI", "STRING", "ReadOnly", Map.of()));
      feed.awaitGood(0, name, "getURI");
      other.answers(fault);
      feed.awaitBad(0, name, "getURI");
      int mark = feed.mark();

      other.answers("none");

      feed.awaitGood(mark, name, "getURI");
      node.unapply(name + ".yaml");
    }
  }

  @Test
  void aClipOfTheStreamIsKeptAndItsPathIsOnMqttOnceItIsWhole() {
    node.apply("clips.yaml", clips("clips", 10).property("getURI", "STRING", "ReadOnly", Map.of()));

    Path clip = Path.of(feed.awaitGood(0, "clips", "saveVideo").value());

    assertThat(clip).hasParent(frames.toAbsolutePath());
    assertThat(clip.getFileName().toString()).matches("default-clips-saveVideo-[-0-9]+\\.mkv");
    assertThat(probed(clip)).isEqualTo("mjpeg,320,10");
    assertThat(feed.awaitGood(0, "clips", "getURI").value()).isEqualTo(stream.uri());
    node.unapply("clips.yaml");
  }

  /** Codec, width and number of frames, as ffmpeg's own inspector counts them. */
  private static String probed(Path clip) {
    return RunningProgram.run(
            Program.FFPROBE.path(),
            "-v",
            "error",
            "-count_frames",
            "-show_entries",
            "stream=codec_name,width,nb_read_frames",
            "-of",
            "csv=p=0",
            clip.toString())
        .text()
        .strip();
  }

  private static DeviceYaml clips(String name, int frameCount) {
    return yaml(name, camera, "secret")
        .property(
            "saveVideo",
            "STREAM",
            "ReadOnly",
            Map.of(
                "outputDir", frames.toAbsolutePath(), "format", "mkv", "frameCount", frameCount));
  }

  @Test
  void ffmpegIsEndedWithItsCameraAndItsCommandLineTellsNoPassword() throws IOException {
    node.apply("recorder.yaml", clips("recorder", 3000));
    ProcessHandle ffmpeg = Await.value("ffmpeg to run", () -> recording().orElseThrow());

    assertThat(commandLine(ffmpeg)).doesNotContain("secret").doesNotContain("rtsp://");

    node.unapply("recorder.yaml");
    Await.until("ffmpeg to be gone", () -> assertThat(ffmpeg.isAlive()).isFalse());
  }

  /** Of those of this node, the one that records a clip. */
  private static Optional<ProcessHandle> recording() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(one -> commandLine(one).contains("default-recorder-saveVideo")).findFirst();
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private static DeviceYaml yaml(String name, OnvifCamera camera, String password) {
    return DeviceYaml.of(name, "onvif")
        .setting("url", "\"127.0.0.1:" + camera.port() + "\"")
        .setting("userName", "admin")
        .setting("password", password)
        .everyMillis(300)
        .timeoutMillis(20_000);
  }
}
