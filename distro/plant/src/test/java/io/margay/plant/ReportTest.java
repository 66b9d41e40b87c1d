package io.margay.plant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
  private static final String TOPIC = "$ke/events/device/default/press/data/update";

  @Test
  void eachValueBecomesOneAlignedLine() throws Exception {
    assertThat(
            lines(
                """
                {"event_id": "", "timestamp": 1, "unknown": {"a": [1]}, "data": {
                  "speed": {"value": "1187", "metadata":
                      {"timestamp": 1763855000123, "type": "INT", "quality": "GOOD",
                       "unit": "rpm", "sequence": 7, "more": {"a": 1}}},
                  "alarm": {"value": false, "extra": [1], "metadata": {"timestamp": 1763855000123}},
                  "temperature": {"value": "", "metadata":
                      {"timestamp": 1763855000123, "quality": "BAD"}}}}
                """))
        .containsExactly(
            "23:43:20.123  press        speed                      1187 rpm      GOOD",
            "23:43:20.123  press        alarm                     false",
            "23:43:20.123  press        temperature                              BAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"data\": {}}", "{\"data\": null}", "[]", "7"})
  void aReportWithoutValuesHasNoLines(String payload) throws Exception {
    assertThat(lines(payload)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{\"data\": {\"speed\": {\"value\": ", "{\"data\" 1}"})
  void whatIsNotJsonIsRefused(String payload) {
    assertThatThrownBy(() -> lines(payload)).isInstanceOf(IOException.class);
  }

  private static List<String> lines(String payload) throws IOException {
    return Report.parse(TOPIC, payload.getBytes(UTF_8)).lines(ZoneOffset.UTC);
  }
}
