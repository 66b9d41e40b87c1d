package io.margay.edged.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.pod.PodContainer;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerHealthTest {
  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

  /**
   * Each row is a life: the probes ({@code kind:initialDelay/period/success/failure}), and then at
   * {@code second kind+}, {@code -} or {@code ?} what a look found. The end says: started, ready,
   * failed kind.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // probes | looks | started | ready | failed
        "-|-|true|true|-",
        "r:0/10/1/3|-|true|false|-",
        "r:0/10/1/3|0r+|true|true|-",
        "r:0/10/1/3|0r+ 10r-|true|true|-",
        "r:0/10/1/3|0r+ 10r- 20r-|true|true|-",
        "r:0/10/1/3|0r+ 10r- 20r- 30r-|true|false|-",
        "r:0/10/1/3|0r+ 10r- 20r- 30r+ 40r-|true|true|-",
        "r:0/10/1/3|0r+ 10r- 20r- 30r- 40r+|true|true|-",
        "r:0/10/2/3|0r+|true|false|-",
        "r:0/10/2/3|0r+ 10r+|true|true|-",
        "r:0/10/2/3|0r+ 10r- 20r+|true|false|-",
        "l:0/10/1/3|-|true|true|-",
        "l:0/10/1/3|0l- 10l-|true|true|-",
        "l:0/10/1/3|0l- 10l- 20l-|true|false|LIVENESS",
        "l:0/10/1/3|0l- 10l- 20l+ 30l-|true|true|-",
        "l:0/10/1/3|0l- 10l- 20l? 30l?|true|true|-",
        "l:0/10/1/3|0l- 10l- 20l? 30l-|true|false|LIVENESS",
        "r:0/10/1/1|0r+ 10r?|true|true|-",
        "l:0/10/1/1|0l-|true|false|LIVENESS",
        "s:0/10/1/3|-|false|false|-",
        "s:0/10/1/3|0s-|false|false|-",
        "s:0/10/1/3|0s- 10s+|true|true|-",
        "s:0/10/1/3|0s- 10s- 20s-|false|false|STARTUP",
        "s:0/10/1/2 r:0/10/1/3|0s+|true|false|-",
        "s:0/10/1/2 r:0/10/1/3|0s+ 0r+|true|true|-",
        "s:0/10/1/2 l:0/10/1/1|0s+ 0l-|true|false|LIVENESS",
        "l:0/10/1/1 r:5/10/1/1|0l+ 5r+ 10l-|true|false|LIVENESS",
      })
  void looksDecideOnTheHealth(
      String probes, String looks, boolean started, boolean ready, String failed) {
    ContainerHealth health = new ContainerHealth(container(probes), START);

    for (String look : looks.strip().split(" ")) {
      if (!look.equals("-")) {
        look(health, look);
      }
    }

    assertThat(health.started()).isEqualTo(started);
    assertThat(health.ready()).isEqualTo(ready);
    assertThat(health.failed().map(failure -> failure.kind().name()).orElse("-")).isEqualTo(failed);
  }

  private static void look(ContainerHealth health, String look) {
    int letter = look.length() - 2;
    Instant now = START.plusSeconds(Long.parseLong(look.substring(0, letter)));
    ProbeKind kind = kind(look.charAt(letter));
    assertThat(health.take(now)).as(look).containsKey(kind);
    Outcome outcome =
        switch (look.charAt(letter + 1)) {
          case '+' -> Outcome.SUCCESS;
          case '?' -> Outcome.notAsked("the engine is away");
          default -> Outcome.failure("status 503");
        };
    health.found(kind, outcome, now);
  }

  @ParameterizedTest
  @CsvSource({
    // what was found before, at second 0 | the next look is at
    "r:5/10/1/3,-,5",
    "r:0/10/1/3,r+,10",
    "r:5/10/1/3 l:7/3/1/3,-,5",
    "s:4/10/1/3 l:0/3/1/3,-,4",
    "s:0/10/1/3 l:7/3/1/3,s+,7",
    "s:0/10/1/3,s+,-",
    "l:0/10/1/1,l-,-",
    "-,-,-",
  })
  void aLookIsDueAfterItsDelayAndItsPeriod(String probes, String found, String next) {
    ContainerHealth health = new ContainerHealth(container(probes), START);

    if (!found.equals("-")) {
      look(health, "0" + found);
    }

    assertThat(
            health
                .nextLook()
                .map(at -> String.valueOf(at.getEpochSecond() - START.getEpochSecond()))
                .orElse("-"))
        .isEqualTo(next);
  }

  @Test
  void aLookThatIsBeingTakenIsNotTakenTwice() {
    ContainerHealth health = new ContainerHealth(container("r:0/1/1/3"), START);

    assertThat(health.take(START)).hasSize(1);

    assertThat(health.take(START.plusSeconds(9))).isEmpty();
    assertThat(health.nextLook()).isEmpty();
  }

  @Test
  void itIsToldWhetherALookChangedAnything() {
    ContainerHealth health = new ContainerHealth(container("r:0/1/1/2"), START);

    health.take(START);
    assertThat(health.found(ProbeKind.READINESS, Outcome.SUCCESS, START)).isTrue();
    assertThat(health.found(ProbeKind.READINESS, Outcome.SUCCESS, START)).isFalse();
    assertThat(health.found(ProbeKind.READINESS, Outcome.failure(""), START)).isFalse();
    assertThat(health.found(ProbeKind.READINESS, Outcome.failure(""), START)).isTrue();
  }

  @Test
  void theReasonOfAFailureIsTheLastOne() {
    ContainerHealth health = new ContainerHealth(container("l:0/1/1/2"), START);

    health.found(ProbeKind.LIVENESS, Outcome.failure("first"), START);
    health.found(ProbeKind.LIVENESS, Outcome.failure("second"), START);

    assertThat(health.failed()).map(ContainerHealth.Failure::message).contains("second");
  }

  private static ProbeKind kind(char letter) {
    return switch (letter) {
      case 's' -> ProbeKind.STARTUP;
      case 'l' -> ProbeKind.LIVENESS;
      default -> ProbeKind.READINESS;
    };
  }

  private static PodContainer container(String probes) {
    StringBuilder json = new StringBuilder("{'name':'a','image':'i'");
    for (String probe : probes.split(" ")) {
      if (!probe.equals("-")) {
        String[] numbers = probe.substring(2).split("/");
        json.append(
            ",'%sProbe':{'tcpSocket':{'port':1},'initialDelaySeconds':%s,'periodSeconds':%s,'successThreshold':%s,'failureThreshold':%s}"
                .formatted(
                    kind(probe.charAt(0)).name().toLowerCase(Locale.ROOT),
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3]));
      }
    }
    return PodJson.containers(json + "}").spec().containers().get(0);
  }
}
