package io.margay.push.tdengine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final Instant TIME = Instant.parse("2026-11-27T06:00:00.123456Z");

  @Test
  void aRowGoesIntoTheSubTableOfItsPropertyWhichItMakes() {
    assertThat(Statements.insertions("samples", List.of(good("speed", PropertyType.DOUBLE, 12.5))))
        .hasSize(1)
        .first()
        .asString()
        .matches(
            "INSERT INTO `default_press_speed_[0-9a-f]{16}` USING `samples` "
                + "\\(`namespace`,`device`,`property`,`type`\\) "
                + "TAGS \\('default','press','speed','double'\\) "
                + "VALUES \\('2026-11-27T06:00:00.123Z','12.5',12.5,'','good',NULL,42\\)");
  }

  @Test
  void rowsOfOnePropertyStandBehindEachOther() {
    PushRecord speed = good("speed", PropertyType.INT, 1L);
    PushRecord load = good("load", PropertyType.INT, 2L);

    String statement = Statements.insertions("samples", List.of(speed, load, speed)).get(0);

    assertThat(statement).containsPattern("VALUES \\([^)]*\\) \\([^)]*\\) `default_press_load_");
    assertThat(statement.split("USING", -1)).hasSize(3);
  }

  @Test
  void aTruthValueIsANumberTooAndWhatSqlCannotSayIsNone() {
    assertThat(row(good("p", PropertyType.BOOLEAN, true))).contains("'true',1,");
    assertThat(row(good("p", PropertyType.DOUBLE, Double.NaN))).contains("'NaN',NULL,");
    assertThat(row(good("p", PropertyType.STRING, "hot"))).contains("'hot',NULL,");
  }

  @Test
  void aBadSampleHasAReasonAndNoValue() {
    Sample bad = new Sample("p", null, Quality.BAD, "no answer", TIME, 7);

    assertThat(row(sent("p", PropertyType.INT, bad)))
        .endsWith("Z',NULL,NULL,'','bad','no answer',7)");
  }

  @Test
  void aMaliciousTextStaysInItsQuotes() {
    assertThat(Literal.text("x'); DROP DATABASE plant; --"))
        .isEqualTo("'x\\'); DROP DATABASE plant; --'");
    assertThat(Literal.text("\\")).isEqualTo("'\\\\'");
    assertThat(Literal.text("\\'")).isEqualTo("'\\\\\\''");
    assertThat(Literal.text("a\nb\0c")).isEqualTo("'a\\nbc'");
  }

  @Test
  void aMaliciousNameIsAWordAndNamesThatLookAlikeStayApart() {
    String evil = table("x` USING y TAGS ('").name();

    assertThat(evil).matches("[a-z0-9_]+").hasSizeLessThan(192);
    assertThat(table("a-b").name()).isNotEqualTo(table("a_b").name());
    assertThat(table("a".repeat(500)).name()).hasSizeLessThan(192);
  }

  @Test
  void aBatchThatIsLongerThanAStatementMayBeIsSeveral() {
    PushRecord large = good("p", PropertyType.STRING, "x".repeat(4_000));
    List<PushRecord> batch = IntStream.range(0, 300).mapToObj(i -> large).toList();

    List<String> statements = Statements.insertions("samples", batch);

    assertThat(statements).hasSize(3).allMatch(s -> s.length() < 1_000_000);
    assertThat(statements).allMatch(s -> s.startsWith("INSERT INTO `"));
    assertThat(String.join("", statements).split("'good'", -1)).hasSize(301);
  }

  private static SubTable table(String property) {
    return SubTable.of(good(property, PropertyType.INT, 1L));
  }

  private static String row(PushRecord sent) {
    return Statements.insertions("samples", List.of(sent)).get(0);
  }

  private static PushRecord good(String property, PropertyType type, Object value) {
    return sent(property, type, new Sample(property, value, Quality.GOOD, null, TIME, 42));
  }

  private static PushRecord sent(String property, PropertyType type, Sample sample) {
    return new PushRecord(
        new PushSettings("/m", Map.of(), name -> ""),
        new NamespacedName("default", "press"),
        property,
        type,
        sample);
  }
}
