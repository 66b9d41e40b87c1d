package io.margay.dmi.grpc.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.AccessMode;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.PropertyType;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.grpc.internal.wire.TwinProperty;
import java.math.BigInteger;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportedTextTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_786_000_000);

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(PropertyType.INT, "23", 23L),
        Arguments.of(PropertyType.INT, " -7 ", -7L),
        Arguments.of(PropertyType.INT, "4.0", 4L),
        Arguments.of(
            PropertyType.INT, "18446744073709551615", new BigInteger("18446744073709551615")),
        Arguments.of(PropertyType.FLOAT, "0.1", (double) 0.1f),
        Arguments.of(PropertyType.DOUBLE, "1e3", 1000.0),
        Arguments.of(PropertyType.BOOLEAN, "True", true),
        Arguments.of(PropertyType.BOOLEAN, "0", false),
        Arguments.of(PropertyType.BYTES, "AQI=", new byte[] {1, 2}),
        Arguments.of(PropertyType.STRING, "", ""),
        Arguments.of(PropertyType.STREAM, "/tmp/a.mp4", "/tmp/a.mp4"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aTextBecomesTheTypeOfTheModel(PropertyType type, String text, Object value) {
    Sample sample = sample(type, text);

    assertThat(sample.value()).isEqualTo(value);
    assertThat(sample.quality()).isEqualTo(Quality.GOOD);
  }

  @ParameterizedTest
  @CsvSource({"INT,many", "INT,4.5", "INT,1e999999", "DOUBLE,NaN", "BOOLEAN,yes", "INT,''"})
  void aTextOfAnotherTypeIsABadSampleWithTheReason(PropertyType type, String text) {
    Sample sample = sample(type, text);

    assertThat(sample.value()).isNull();
    assertThat(sample.quality()).isEqualTo(Quality.BAD);
    assertThat(sample.reason()).contains(text.isEmpty() ? "no value" : '"' + text + '"');
  }

  @Test
  void aNumberOutsideOfItsLimitsIsDoubtful() {
    ModelProperty property = property(PropertyType.INT, "0", "100");

    Sample sample = ReportedText.sample(property, reported("101", ""), NOW, 1);

    assertThat(sample.value()).isEqualTo(101L);
    assertThat(sample.quality()).isEqualTo(Quality.UNCERTAIN);
    assertThat(sample.reason()).isEqualTo("101 is above the maximum of 100");
  }

  @ParameterizedTest
  @CsvSource({"1786000040000,1786000040000", "'',1786000000000", "yesterday,1786000000000"})
  void theMappersTimeIsKept(String said, long millis) {
    ModelProperty property = property(PropertyType.INT, null, null);

    Sample sample = ReportedText.sample(property, reported("1", said), NOW, 1);

    assertThat(sample.time()).isEqualTo(Instant.ofEpochMilli(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "INT,30,30.0,true",
    "INT,30,31,false",
    "BOOLEAN,1,true,true",
    "STRING,a,A,false",
    "INT,x,30,false"
  })
  void aWishIsFulfilledByTheSameValueHoweverItIsWritten(
      PropertyType type, String reported, String desired, boolean same) {
    assertThat(ReportedText.says(property(type, null, null), reported, desired)).isEqualTo(same);
  }

  private static Sample sample(PropertyType type, String text) {
    return ReportedText.sample(property(type, null, null), reported(text, ""), NOW, 1);
  }

  private static TwinProperty reported(String value, String timestamp) {
    return TwinProperty.newBuilder().setValue(value).putMetadata("timestamp", timestamp).build();
  }

  private static ModelProperty property(PropertyType type, String minimum, String maximum) {
    return new ModelProperty(
        "p", "", type, AccessMode.READ_WRITE, minimum, maximum, "", ProtocolConfig.EMPTY);
  }
}
