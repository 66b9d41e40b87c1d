package io.margay.logging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLoggingTest {
  @TempDir Path home;
  private final LoggerContext logging = new LoggerContext();

  @BeforeEach
  void aNodesHome() throws IOException {
    Files.createDirectory(home.resolve("conf"));
    logging.setMDCAdapter(new LogbackMDCAdapter());
    System.setProperty("margay.home", home.toString());
    System.setProperty("margay.var", home.resolve("var").toString());
    System.setProperty("margay.log.console", "OFF");
  }

  @AfterEach
  void noNode() {
    logging.stop();
    System.clearProperty("margay.home");
    System.clearProperty("margay.var");
    System.clearProperty("margay.log.console");
  }

  @Test
  void withoutAnyFileInfoGoesToTheLogOfTheNode() throws IOException {
    configure();

    logging.getLogger("io.margay.twin.internal.X").info("kept");
    logging.getLogger("io.margay.twin.internal.X").debug("not kept");

    assertThat(log()).contains("INFO  twin        kept").doesNotContain("not kept");
  }

  @Test
  void levelsAreReadAndAWrongOneIsToldAndLetBe() throws IOException {
    Files.writeString(
        home.resolve("conf/logging.properties"), "root=WARN\nio.margay.bus=DEBUG\nx=LOUD\n");

    configure();

    assertThat(logging.getLogger("other").getEffectiveLevel()).isEqualTo(Level.WARN);
    assertThat(logging.getLogger("io.margay.bus.internal.X").getEffectiveLevel())
        .isEqualTo(Level.DEBUG);
    assertThat(log()).contains("x: found \"LOUD\", expected one of TRACE, DEBUG");
  }

  @Test
  void aLogbackFileSaysEverything() throws IOException {
    Files.writeString(
        home.resolve("conf/logback.xml"), "<configuration><root level=\"ERROR\"/></configuration>");

    configure();

    assertThat(logging.getLogger("any").getEffectiveLevel()).isEqualTo(Level.ERROR);
    assertThat(home.resolve("var/log/margay.log")).doesNotExist();
  }

  private void configure() {
    NodeLogging configurator = new NodeLogging();
    configurator.setContext(logging);
    configurator.configure(logging);
  }

  private String log() throws IOException {
    return Files.readString(home.resolve("var/log/margay.log"));
  }
}
