package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.Distribution;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.LocalRepository;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who follows {@code docs/driver-guide.md} to the letter gets a driver that works. */
class DriverGuideIT {
  private static final Path ROOT =
      Path.of(System.getProperty("margay.counterparties"), "../..").toAbsolutePath().normalize();

  /** A file of the project in bold, and the methods that take the place of those it has. */
  private static final Pattern EDIT =
      Pattern.compile("(?s)\\*\\*(src/[^*]+)\\*\\*[^`]*?(?:`[^`\n]+`[^`]*?)*\n```java\n(.*?)```");

  private static final Pattern METHOD = Pattern.compile("(?ms)^  \\S[^\n]*\\{\n.*?^  \\}\n");
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern NEW_VERSION = Pattern.compile("(?m)^sed -i .* pom\\.xml$");
  private static final String CONNECTION =
      "src/main/java/com/example/linedriver/LineConnection.java";

  private final ReservedPort port = new ReservedPort();
  private String page;
  private LocalRepository repository;
  private Path where;
  private Path project;
  private MargayNode node;
  private DataFeed feed;
  private RunningProgram device;
  private RunningProgram dev;

  @BeforeEach
  void beSomebodyWhoHasNothing() throws IOException {
    page = Files.readString(ROOT.resolve("docs/driver-guide.md"));
    repository = LocalRepository.withoutMargay();
    where = Files.createTempDirectory("margay-guide-");
    project = where.resolve("line-driver");
  }

  @AfterEach
  void deleteWhatCameOfIt() throws Exception {
    for (AutoCloseable thing : Arrays.asList(dev, device, feed, node, port, repository)) {
      if (thing != null) {
        thing.close();
      }
    }
    Distribution.delete(where);
  }

  @Test
  void aProjectIsMadeFilledInSwappedInOnEverySaveAndHandedOut() throws IOException {
    run(ROOT, "./margay new-driver line %s -o %s".formatted(where, repository.option()));
    makeAnotherByMavenAlone();
    mvn("verify");
    node = MargayNode.running("guide");
    feed = DataFeed.on(node.mqttPort());
    device = standIn();
    dev = dev();
    seeValues();

    int mark = feed.mark();
    fillItIn();
    makeAMistake();
    endDev();
    handItOut();

    assertThat(feed.since(mark, "line-1", "temp"))
        .extracting(Reading::sequence)
        .satisfies(DriverGuideIT::haveNoGap);
  }

  /** As the page of the archetype says. */
  private void makeAnotherByMavenAlone() throws IOException {
    String archetype = Files.readString(ROOT.resolve("drivers/archetype/README.md"));
    String command = SHELL.matcher(archetype).results().findFirst().orElseThrow().group(1).strip();
    run(where, command + " -q -o " + repository.option());

    assertThat(where.resolve("oven/src/main/java/com/acme/oven/OvenConnection.java"))
        .content()
        .contains("package com.acme.oven;", "final class OvenConnection {");
    assertThat(where.resolve("oven/device.yaml")).content().contains("protocolName: oven");
    assertThat(where.resolve("oven/.gitignore")).exists();
  }

  private void seeValues() throws IOException {
    String yaml = Files.readString(project.resolve("device.yaml"));
    node.apply("device.yaml", yaml.replace("4000", "" + port.number()));

    feed.awaitGood(0, "line-1", "temp");
    assertThat(node.shell("mapper:list")).containsPattern("line +line-driver +1\\.0\\.0 +serving");
    assertThat(node.shell("device:get line-1")).contains("temp");
    node.shell("device:set line-1 limit 25");
    feed.await(0, "line-1", "limit", "25", reading -> Double.parseDouble(reading.value()) == 25);
  }

  /** While no device is there, as the guide says: the old driver could not read the new one. */
  private void fillItIn() throws IOException {
    device.kill();
    int mark = dev.output().mark();
    for (MatchResult edit : EDIT.matcher(page).results().toList()) {
      replaceMethods(project.resolve(edit.group(1)), edit.group(2));
    }
    dev.output().await(mark, "it is tried beside what serves now");

    device = standIn();
    assertThat(Double.parseDouble(feed.awaitGood(feed.mark(), "line-1", "temp").value()))
        .isBetween(20.0, 23.0);
  }

  private void makeAMistake() throws IOException {
    Path connection = project.resolve(CONNECTION);
    String good = Files.readString(connection);
    assertThat(good).contains("\"GET \"");
    int mark = dev.output().mark();

    Files.writeString(connection, good.replace("\"GET \"", "GET"));

    dev.output().await(mark, "LineConnection.java", "cannot find symbol");
    dev.output().await(mark, "not built; what the node runs goes on");
    feed.awaitGood(feed.mark(), "line-1", "temp");
    Files.writeString(connection, good);
  }

  private void endDev() {
    List<ProcessHandle> family = ProcessHandle.of(dev.pid()).orElseThrow().descendants().toList();
    assertThat(family).isNotEmpty();

    RunningProgram.run("kill", "-INT", "--", "-" + dev.pid());

    assertThat(dev.result().exitCode()).isZero();
    Await.until(
        "all that dev started to end", () -> assertThat(family).noneMatch(ProcessHandle::isAlive));
    feed.awaitGood(feed.mark(), "line-1", "temp");
  }

  private void handItOut() throws IOException {
    run(project, NEW_VERSION.matcher(page).results().findFirst().orElseThrow().group());
    mvn("verify");
    node.deploy("line.jar", project.resolve("target/line.jar"));

    Await.until(
        "version 1.1.0 to serve",
        () -> assertThat(node.shell("mapper:list")).containsPattern("line .*1\\.1\\.0"));
    feed.awaitGood(feed.mark(), "line-1", "temp");
  }

  @Test
  void aNameThatIsNoneAndAFolderThatIsThereAreRefused() throws IOException {
    Files.createDirectory(where.resolve("oven-driver"));
    Path mine = Files.writeString(where.resolve("oven-driver/pom.xml"), "mine");

    assertThat(refusal("../oven", where))
        .contains("\"../oven\" is no name", "expected up to 31 of");
    assertThat(refusal("Oven", where)).contains("\"Oven\" is no name for a driver");
    assertThat(refusal("device", where)).contains("DeviceDriver is a name of the API");
    assertThat(refusal("oven", where.resolve("absent"))).contains("there is no folder");
    assertThat(refusal("oven", ROOT.resolve("docs"))).contains("is in the clone of Margay");
    assertThat(refusal("oven", where)).contains("is there already; nothing is overwritten");
    assertThat(mine).hasContent("mine");
  }

  private static String refusal(String name, Path where) {
    RunningProgram.Result result =
        RunningProgram.run(ROOT.resolve("margay").toString(), "new-driver", name, where.toString());
    assertThat(result.exitCode()).isEqualTo(1);
    return result.text();
  }

  private void mvn(String goal) {
    run(project, "mvn -B -o -q %s %s".formatted(goal, repository.option()));
  }

  /**
   * In a group of processes of its own that Ctrl-C ends, as a terminal has it, though these tests
   * may run where it is ignored.
   */
  private RunningProgram dev() {
    return RunningProgram.start(
        WorkFolder.numbered("dev", "log"),
        Map.of("MARGAY_NODE", node.home().toString()),
        List.of(
            "env",
            "--default-signal=INT",
            "setsid",
            ROOT.resolve("margay").toString(),
            "dev",
            project.toString(),
            "-o",
            repository.option()));
  }

  private RunningProgram standIn() {
    RunningProgram device =
        RunningProgram.start(
            WorkFolder.numbered("line-device", "log"),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                project.resolve("target/test-classes").toString(),
                "com.example.linedriver.LineDevice",
                "" + port.number()));
    device.output().await(0, "listening on port");
    return device;
  }

  private static void replaceMethods(Path file, String methods) throws IOException {
    String text = Files.readString(file);
    for (MatchResult method : METHOD.matcher(methods).results().toList()) {
      String head = method.group().lines().findFirst().orElseThrow();
      assertThat(text).contains(head);
      int start = text.indexOf(head);
      String end = "\n  }\n";
      text =
          text.substring(0, start)
              + method.group()
              + text.substring(text.indexOf(end, start) + end.length());
    }
    Files.writeString(file, text);
  }

  private static void haveNoGap(List<? extends Long> numbers) {
    for (int i = 1; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
    }
  }

  private static void run(Path folder, String script) {
    RunningProgram.Result result =
        RunningProgram.run("sh", "-ec", "cd \"$0\"\n" + script, folder.toString());
    assertThat(result.exitCode()).as("%s\n%s", script, result.text()).isZero();
  }
}
