package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.node.Distribution;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.LocalRepository;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Pattern FILE =
      Pattern.compile("(?ms)^\\*\\*(\\S+)\\*\\*\n\n```\\w+\n(.*?)^```");
  private static final String PACKAGE = "mvn -B -o -q package ";
  private static final Pattern CHANGE = Pattern.compile("(?m)^sed -i .*$");

  private final String page = read(ROOT.resolve("docs/driver-guide.md"));
  private Path project;
  private LocalRepository repository;

  @BeforeEach
  void copyTheFilesOfThePage() throws IOException {
    repository = LocalRepository.withoutMargay();
    project = Files.createTempDirectory("margay-guide-");
    for (MatchResult block : FILE.matcher(page).results().toList()) {
      Path file = project.resolve(block.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, block.group(2));
    }
  }

  @AfterEach
  void deleteThem() {
    Distribution.delete(project);
    repository.close();
  }

  @Test
  void theDriverOfTheGuideIsBuiltDroppedInAndUpdatedWhileItReads() throws IOException {
    run(ROOT, "./margay api " + repository.option());
    run(project, PACKAGE + repository.option());
    try (MargayNode node = MargayNode.running("guide");
        RunningProgram device = device();
        DataFeed feed = DataFeed.on(node.mqttPort())) {
      String port = device.output().await(0, "listening on port").replaceAll("\\D", "");
      node.deploy("line.jar", jar());
      node.apply("thermo.yaml", read(project.resolve("thermo.yaml")).replace("4000", port));

      assertThat(Double.parseDouble(feed.awaitGood(0, "thermo", "temp").value()))
          .isBetween(20.0, 23.0);
      assertThat(node.shell("mapper:list")).containsPattern("line .*1\\.0\\.0");
      assertThat(node.shell("device:get thermo")).contains("temp");
      node.shell("device:set thermo limit 25");
      feed.await(0, "thermo", "limit", "25", reading -> Double.parseDouble(reading.value()) == 25);

      int mark = feed.mark();
      run(
          project,
          String.join("\n", CHANGE.matcher(page).results().map(MatchResult::group).toList()));
      run(project, PACKAGE + repository.option() + " -DskipTests");
      node.deploy("line.jar", jar());

      Await.until(
          "version 1.1.0 to serve",
          () -> assertThat(node.shell("mapper:list")).containsPattern("line .*1\\.1\\.0"));
      feed.awaitGood(feed.mark(), "thermo", "temp");
      List<Long> numbers =
          feed.since(mark, "thermo", "temp").stream().map(Reading::sequence).toList();
      for (int i = 1; i < numbers.size(); i++) {
        assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
      }
    }
  }

  private Path jar() {
    return project.resolve("target/line.jar");
  }

  private RunningProgram device() {
    return RunningProgram.start(
        WorkFolder.numbered("line-device", "log"),
        Map.of(),
        List.of(Program.PYTHON.path(), project.resolve("line_device.py").toString(), "0"));
  }

  private static void run(Path folder, String script) {
    RunningProgram.Result result =
        RunningProgram.run("sh", "-ec", "cd \"$0\"\n" + script, folder.toString());
    assertThat(result.exitCode()).as("%s\n%s", script, result.text()).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
