package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.Test;

class RecordConverterTest {
  private final RecordConverter converter = new RecordConverter();

  @Test
  void aRecordIsNameValueLines() {
    assertThat(inspect(new Status("127.0.0.1:1883", 2)))
        .isEqualTo("listening:     127.0.0.1:1883\nopen sessions: 2");
  }

  @Test
  void recordsWithinARecordAreATableBelowItsLines() {
    assertThat(inspect(new Server("mqtt", List.of(new Status("a", 2)), "fine")))
        .isEqualTo(
            "name:    mqtt\nremark:  fine\n\nLISTENING  OPEN SESSIONS\na                      2");
    assertThat(inspect(new Server("mqtt", List.of(), "fine")))
        .isEqualTo("name:    mqtt\nsockets: -\nremark:  fine");
  }

  @Test
  void recordsOfOneTypeAreATable() {
    assertThat(inspect(List.of(new Status("a", 2))))
        .isEqualTo("LISTENING  OPEN SESSIONS\na                      2");
  }

  @Test
  void noRecordsAtAllIsSaid() {
    assertThat(inspect(List.of())).isEqualTo("(none)");
  }

  @Test
  void whatIsNotARecordIsLeftToOthers() {
    assertThat(inspect("text")).isNull();
    assertThat(inspect(List.of("a", "b"))).isNull();
    assertThat(inspect(Arrays.asList(new Status("a", 1), null))).isNull();
    assertThat(inspect(List.of(new Status("a", 1), new Other("b")))).isNull();
  }

  @Test
  void aRecordInsideSomethingElseIsOneLine() {
    assertThat(converter.format(new Status("a", 1), Converter.LINE, converter))
        .isEqualTo("{listening=a open sessions=1}");
  }

  private CharSequence inspect(Object target) {
    return converter.format(target, Converter.INSPECT, converter);
  }

  private record Status(String listening, int openSessions) {}

  private record Server(String name, List<Status> sockets, String remark) {}

  private record Other(String name) {}
}
