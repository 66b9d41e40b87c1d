package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.junit.jupiter.api.Test;

class CommandGuideTest {
  private final CommandGuide guide =
      new CommandGuide(
          () ->
              List.of(
                  CommandCatalog.describe("bus", "status", BusCommands.class),
                  CommandCatalog.describe("bus", "sub", BusCommands.class),
                  CommandCatalog.describe("device", "status", BusCommands.class)));

  @Test
  void helpListsCommandsScopeByScope() {
    assertThat(guide.help())
        .isEqualTo(
            """
            bus:status     Shows the bus.
            bus:sub        Prints messages as they come.

            device:status  Shows the bus.

            More about one: help <command>, or <command> --help""");
  }

  @Test
  void helpOfOneCommandNamesItsParametersAndAnExample() {
    assertThat(guide.help("bus:sub"))
        .isEqualTo(
            """
            bus:sub

              Prints messages as they come.
              usage: bus:sub [-n|--count <int>] [-v] <filter> ...
                -n, --count <int>        ends after so many (default 0)
                -v                       with topics
                <filter> ...             which topics
              example: bus:sub 'a/#'""");
  }

  @Test
  void aNameWithoutItsScopeFindsAllThatHaveIt() {
    assertThat(guide.help("status")).contains("bus:status").contains("device:status");
  }

  @Test
  void usageIsOneLinePerWay() {
    assertThat(guide.usage("bus:sub"))
        .hasValue("usage: bus:sub [-n|--count <int>] [-v] <filter> ...");
    assertThat(guide.usage("nonsense")).isEmpty();
  }

  @Test
  void helpOfNoCommandSaysSo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> guide.help("nonsense"))
        .withMessageContaining("\"nonsense\"");
  }

  static final class BusCommands {
    @Descriptor("Shows the bus.")
    public String status() {
      return "up";
    }

    @Descriptor("Prints messages as they come. Example: bus:sub 'a/#'")
    public void sub(
        CommandSession session,
        @Descriptor("ends after so many")
            @Parameter(
                names = {"-n", "--count"},
                absentValue = "0")
            int count,
        @Descriptor("with topics")
            @Parameter(names = "-v", presentValue = "true", absentValue = "false")
            boolean verbose,
        @Descriptor("which topics") String[] filter) {
      // its signature is what matters here
    }
  }
}
