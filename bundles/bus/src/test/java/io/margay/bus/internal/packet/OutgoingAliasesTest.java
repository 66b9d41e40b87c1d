package io.margay.bus.internal.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.internal.packet.OutgoingAliases.Alias;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutgoingAliasesTest {

  @Test
  void aTopicGetsANumberTheSecondTime() {
    OutgoingAliases aliases = new OutgoingAliases(10);

    assertThat(aliases.of("a")).isEqualTo(OutgoingAliases.NONE);
    assertThat(aliases.of("a")).isEqualTo(new Alias(1, false));
    assertThat(aliases.of("a")).isEqualTo(new Alias(1, true));
  }

  @Test
  void aClientWithoutAliasesGetsNone() {
    OutgoingAliases aliases = new OutgoingAliases(0);

    for (int i = 0; i < 3; i++) {
      assertThat(aliases.of("a")).isEqualTo(OutgoingAliases.NONE);
    }
  }

  @Test
  void aClientThatFollowsTheNumbersAlwaysKnowsTheTopic() {
    Random random = new Random(11);
    OutgoingAliases aliases = new OutgoingAliases(5);
    Map<Integer, String> client = new HashMap<>();

    for (int i = 0; i < 20_000; i++) {
      String topic = "t" + (int) Math.abs(random.nextGaussian() * 4);
      Alias alias = aliases.of(topic);
      if (alias.known()) {
        assertThat(client).containsEntry(alias.number(), topic);
      } else if (alias.number() > 0) {
        client.put(alias.number(), topic);
      }
    }

    assertThat(client.keySet()).allMatch(number -> number >= 1 && number <= 5).hasSize(5);
  }
}
