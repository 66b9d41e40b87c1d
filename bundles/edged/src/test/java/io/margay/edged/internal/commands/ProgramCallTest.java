package io.margay.edged.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramCallTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web ls | false | false | '' | default/web | ls",
        "-i web cat | true | false | '' | default/web | cat",
        "-t web top | false | true | '' | default/web | top",
        "-it plant/web sh | true | true | '' | plant/web | sh",
        "-ti web sh | true | true | '' | default/web | sh",
        "--stdin --tty web sh | true | true | '' | default/web | sh",
        "-c main web sh | false | false | main | default/web | sh",
        "--container main -i web | true | false | main | default/web | ''",
        "web -- ls -i | false | false | '' | default/web | ls -i",
        "web ls -i -t -c x --container | false | false | '' | default/web | ls -i -t -c x --container",
        "web sh -c -- -i | false | false | '' | default/web | sh -c -- -i",
      })
  void optionsEndWithThePodsName(
      String words, boolean input, boolean terminal, String container, String pod, String command) {
    ProgramCall call = ProgramCall.of(List.of(words.split(" ")));

    assertThat(call.input()).isEqualTo(input);
    assertThat(call.terminal()).isEqualTo(terminal);
    assertThat(call.container()).isEqualTo(container);
    assertThat(call.pod()).hasToString(pod);
    assertThat(String.join(" ", call.command())).isEqualTo(command);
    assertThat(call.isConversation()).isEqualTo(input || terminal);
  }

  @ParameterizedTest
  @CsvSource({
    "-x web ls,found option -x; expected -i",
    "-i,name a pod",
    "-c,-c: expected the name of a container",
  })
  void whatIsWrongIsNamed(String words, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProgramCall.of(List.of(words.split(" "))))
        .withMessageStartingWith(message);
  }
}
