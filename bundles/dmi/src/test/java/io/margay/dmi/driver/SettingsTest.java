package io.margay.dmi.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final String IN_QUOTES =
      ", in quotes: YAML takes on, off, yes and no without them as true and false";

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void keysMatchWithoutRegardToCaseAndTheFirstSpellingThatIsPresentCounts() {
    Settings settings = settings(Map.of("SlaveID", 7, "unitId", 9));

    assertThat(settings.integer(0, 255, "slaveid", "unitId")).isEqualTo(7);
    assertThat(settings.integer(0, 255, "unit", "unitId")).isEqualTo(9);
    assertThat(problems).isEmpty();
  }

  @Test
  void aNumberMayBeWrittenAsText() {
    Settings settings = settings(Map.of("port", " 5502 ", "scale", "0.1", "swap", "TRUE"));

    assertThat(settings.integer(1, 65535, "port")).isEqualTo(5502);
    assertThat(settings.numberOr(1, "scale")).isEqualTo(0.1);
    assertThat(settings.flagOr(false, "swap")).isTrue();
    assertThat(problems).isEmpty();
  }

  @Test
  void aMistakeNamesItsPlaceWhatIsThereAndWhatShouldBe() {
    Settings settings = settings(Map.of("port", 70000, "register", "HoldingRegistr", "a/b", "x"));

    settings.integer(1, 65535, "port");
    settings.choice(Map.of("CoilRegister", 1), "register");
    settings.integerOr(0, 0, 9, "a/b");
    settings.text("ip");

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "/spec/port: found \"70000\", expected a whole number from 1 to 65535",
            "/spec/register: found \"HoldingRegistr\", expected one of CoilRegister",
            "/spec/a~1b: found \"x\", expected a whole number from 0 to 9",
            "/spec/ip: found nothing, expected a text");
  }

  @Test
  void aTruthValueIsNoWordBecauseYamlMakesOneOfWordsSuchAsOff() {
    Settings settings =
        settings(Map.of("name", false, "mode", true, "names", List.of("x", false), "size", 7));

    assertThat(settings.text("name")).isEmpty();
    assertThat(settings.choice(Map.of("off", 0), "mode")).isEmpty();
    assertThat(settings.texts("names")).containsExactly("x");
    assertThat(settings.text("size")).isEqualTo("7");
    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "/spec/name: found false, expected a text" + IN_QUOTES,
            "/spec/mode: found true, expected one of off" + IN_QUOTES,
            "/spec/names/1: found false, expected a text" + IN_QUOTES);
  }

  @Test
  void whatMayBeASecretIsNotShownInAComplaintAboutIt() {
    Settings settings =
        settings(
            Map.of(
                "password", "lynx",
                "apiToken", "lynx",
                "url", "ftp://edge:lynx@plant:21/x",
                "tokenSecret", "api"));

    settings.complain("PASSWORD", "passwordSecret, the name of a file");
    settings.integer(0, 9, "apitoken");
    settings.choice(Map.of("here", 1), "url");
    settings.integer(0, 9, "tokenSecret");

    assertThat(problems)
        .extracting(Problem::found)
        .containsExactly(
            "what is not shown", "what is not shown", "\"ftp://…@plant:21/x\"", "\"api\"");
  }

  @Test
  void hugeNumbersAndExponentsAreRefusedNotComputed() {
    Settings settings = settings(Map.of("n", "1e999999999", "m", "9".repeat(100_000)));

    assertThat(settings.integerOr(3, 0, 9, "n")).isEqualTo(3);
    assertThat(settings.integerOr(3, 0, 9, "m")).isEqualTo(3);
    assertThat(problems).hasSize(2);
    assertThat(problems.get(1).found()).hasSizeLessThan(70);
  }

  @Test
  void listsAndObjectsAreReadWithTheirPlace() {
    Settings settings =
        settings(
            Map.of(
                "methods", List.of(Map.of("name", "a"), 5),
                "names", List.of("x", Map.of()),
                "tcp", Map.of("ip", List.of())));

    assertThat(settings.objects("methods").get(0).text("name")).isEqualTo("a");
    assertThat(settings.texts("names")).containsExactly("x");
    assertThat(settings.object("tcp").text("ip")).isEmpty();
    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "/spec/methods/1: found \"5\", expected an object",
            "/spec/names/1: found \"{}\", expected a text",
            "/spec/tcp/ip: found \"[]\", expected a text");
  }

  @Test
  void whatIsNotThereGivesTheFallback() {
    Settings settings = settings(Map.of());

    assertThat(settings.integerOr(502, 1, 65535, "port")).isEqualTo(502);
    assertThat(settings.object("tcp").text(List.of("ip"))).isEmpty();
    assertThat(problems).isEmpty();
  }

  private Settings settings(Map<String, Object> data) {
    return new Settings("/spec", data, problems::add);
  }
}
