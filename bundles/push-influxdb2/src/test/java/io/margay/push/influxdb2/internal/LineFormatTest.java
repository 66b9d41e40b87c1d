package io.margay.push.influxdb2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineFormatTest {
  private static final Instant TIME = Instant.parse("2026-11-27T06:00:00.123456789Z");

  @Test
  void aPointHasTheDeviceAsMeasurementThePropertyAsFieldAndSaysWhoItIsOf() {
    assertThat(line(Map.of(), "speed", PropertyType.DOUBLE, 12.5))
        .isEqualTo(
            "press,device=press,namespace=default,property=speed"
                + " speed=12.5,quality=\"good\",sequence=42i 1795759200123456789\n");
  }

  @Test
  void settingsNameMeasurementFieldAndTags() {
    Map<String, Object> data =
        Map.of(
            "influxdb2DataConfig",
            Map.of(
                "measurement", "line 1,hall",
                "fieldKey", "rpm=now",
                "tag", Map.of("unit", "r per min", "device", "mine")));

    assertThat(line(data, "speed", PropertyType.INT, 7L))
        .startsWith(
            "line\\ 1\\,hall,device=mine,namespace=default,property=speed,unit=r\\ per\\ min"
                + " rpm\\=now=7i,quality=");
  }

  @Test
  void eachTypeHasItsOwnForm() {
    assertThat(field(PropertyType.INT, -3L)).isEqualTo("p=-3i");
    assertThat(field(PropertyType.FLOAT, (double) 0.1f)).isEqualTo("p=0.1");
    assertThat(field(PropertyType.DOUBLE, 1e300)).isEqualTo("p=1.0E300");
    assertThat(field(PropertyType.BOOLEAN, true)).isEqualTo("p=true");
    assertThat(field(PropertyType.STRING, "a \"b\" \\ c")).isEqualTo("p=\"a \\\"b\\\" \\\\ c\"");
    assertThat(field(PropertyType.BYTES, new byte[] {1, 2, 3})).isEqualTo("p=\"AQID\"");
  }

  @Test
  void whatTheTypeOfAFieldCannotSayIsATextInAnotherField() {
    assertThat(field(PropertyType.DOUBLE, Double.NaN)).isEqualTo("p_text=\"NaN\"");
    assertThat(field(PropertyType.INT, new BigInteger("18446744073709551615")))
        .isEqualTo("p_text=\"18446744073709551615\"");
  }

  @Test
  void aPropertyThatIsCalledLikeAFieldOfOursDoesNotMeetIt() {
    assertThat(line(Map.of(), "quality", PropertyType.INT, 1L))
        .contains(" quality_value=1i,quality=\"good\",");
  }

  @Test
  void aBadSampleHasAReasonAndNoValue() {
    assertThat(line(Map.of(), new Sample("p", null, Quality.BAD, "no \"answer\"", TIME, 1)))
        .contains(" quality=\"bad\",reason=\"no \\\"answer\\\"\",sequence=1i ");
  }

  @Test
  void aMaliciousNameIsOneNameAndCannotStartALineOfItsOwn() {
    String line = line(Map.of(), "x\nevil,a=b c=1 1\\", PropertyType.INT, 1L);

    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .contains(",property=x_evil\\,a\\=b\\ c\\=1\\ 1_ x_evil\\,a\\=b\\ c\\=1\\ 1_=1i,quality=");
  }

  @Test
  void legacyIsKubeEdgesPointAndABadSampleIsNone() {
    Map<String, Object> data =
        Map.of("format", "legacy", "influxdb2DataConfig", Map.of("measurement", "stat"));

    assertThat(line(data, "speed", PropertyType.DOUBLE, 12.0))
        .isEqualTo("stat speed=\"12\" 1795759200123456789\n");
    assertThat(line(data, new Sample("speed", null, Quality.BAD, "silent", TIME, 1))).isEmpty();
  }

  @Test
  void aClockBeyondInfluxDbsTimesIsHeldAtTheirEnd() {
    Sample far = new Sample("p", 1L, Quality.GOOD, null, Instant.MAX, 1);

    assertThat(line(Map.of(), far)).endsWith(" 9223372036854775806\n");
  }

  private static String field(PropertyType type, Object value) {
    String line = line(Map.of(), "p", type, value);
    return line.substring(line.indexOf("property=p ") + 11, line.indexOf(",quality="));
  }

  private static String line(
      Map<String, Object> data, String property, PropertyType type, Object value) {
    return line(data, type, new Sample(property, value, Quality.GOOD, null, TIME, 42));
  }

  private static String line(Map<String, Object> data, Sample sample) {
    return line(data, PropertyType.INT, sample);
  }

  private static String line(Map<String, Object> data, PropertyType type, Sample sample) {
    PushSettings settings = new PushSettings("/p", data, LineFormatTest::noSecret);
    StringBuilder lines = new StringBuilder();
    new LineFormat(PointSettings.read(settings, problem -> {}))
        .append(
            lines,
            new PushRecord(
                settings, new NamespacedName("default", "press"), sample.property(), type, sample));
    return lines.toString();
  }

  private static String noSecret(String name) {
    throw new AssertionError("nobody needs " + name);
  }
}
