package io.margay.push.tdengine.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.Sample;
import io.margay.push.LegacyText;
import io.margay.push.PushRecord;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of TDengine that keeps samples. */
final class Statements {
  /** TDengine takes a megabyte by default. */
  private static final int LONGEST_BYTES = 500_000;

  private Statements() {}

  /** Makes the super table; its sub tables are made by the first row that goes into them. */
  static String stableCreation(String stable) {
    return "CREATE STABLE IF NOT EXISTS `%s` (`time` TIMESTAMP, `value` VARCHAR(4096),"
            .formatted(stable)
        + " `number` DOUBLE, `unit` VARCHAR(64), `quality` VARCHAR(16), `reason` VARCHAR(1024),"
        + " `sequence` BIGINT) TAGS (`namespace` VARCHAR(64), `device` VARCHAR(256),"
        + " `property` VARCHAR(256), `type` VARCHAR(16))";
  }

  /** The fewest statements that hold these rows. */
  static List<String> insertions(String stable, List<PushRecord> batch) {
    Map<SubTable, List<String>> rows = new LinkedHashMap<>();
    for (PushRecord sent : batch) {
      rows.computeIfAbsent(SubTable.of(sent), table -> new ArrayList<>()).add(row(sent));
    }
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder("INSERT INTO");
    int length = 0;
    for (Map.Entry<SubTable, List<String>> entry : rows.entrySet()) {
      String table = table(stable, entry.getKey());
      boolean named = false;
      for (String row : entry.getValue()) {
        int more = (table + row).getBytes(UTF_8).length;
        if (length > 0 && length + more > LONGEST_BYTES) {
          statements.add(statement.toString());
          statement = new StringBuilder("INSERT INTO");
          length = 0;
          named = false;
        }
        if (!named) {
          statement.append(table);
          named = true;
        }
        statement.append(row);
        length += more;
      }
    }
    statements.add(statement.toString());
    return statements;
  }

  private static String table(String stable, SubTable table) {
    return " `%s` USING `%s` (`namespace`,`device`,`property`,`type`) TAGS (%s,%s,%s,%s) VALUES"
        .formatted(
            table.name(),
            stable,
            Literal.text(table.namespace()),
            Literal.text(table.device()),
            Literal.text(table.property()),
            Literal.text(table.type()));
  }

  private static String row(PushRecord sent) {
    Sample sample = sent.sample();
    return " (%s,%s,%s,%s,%s,%s,%d)"
        .formatted(
            Literal.text(sample.time().truncatedTo(ChronoUnit.MILLIS).toString()),
            sample.value() == null ? "NULL" : Literal.text(LegacyText.value(sent)),
            number(sample.value()),
            Literal.text(sent.unit()),
            Literal.text(sample.quality().name().toLowerCase(Locale.ROOT)),
            sample.reason() == null ? "NULL" : Literal.text(sample.reason()),
            sample.sequence());
  }

  /** NULL where the value is no number, or none that SQL knows. */
  private static String number(@Nullable Object value) {
    if (value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? number.toString() : "NULL";
    }
    return value instanceof Number number ? number.toString() : "NULL";
  }
}
