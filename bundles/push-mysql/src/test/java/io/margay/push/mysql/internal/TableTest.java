package io.margay.push.mysql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.NamespacedName;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void aDeviceHasATableOfItsName() {
    assertThat(table("default", "press-1")).hasToString("`default/press-1`");
  }

  @Test
  void aNameCannotLeaveItsQuotes() {
    assertThat(table("d", "x` (a INT); DROP TABLE `y"))
        .hasToString("`d/x`` (a INT); DROP TABLE ``y`");
  }

  @Test
  void aNameThatIsTooLongIsCutAndStaysItsOwn() {
    String long1 = "a".repeat(70) + "1";
    String long2 = "a".repeat(70) + "2";

    assertThat(table("default", long1).toString()).hasSize(66).startsWith("`default/aaa");
    assertThat(table("default", long1)).isNotEqualTo(table("default", long2));
    assertThat(table("default", long1)).isEqualTo(table("default", long1));
  }

  @Test
  void whatNoNameMayHoldIsReplacedAndStaysItsOwn() {
    assertThat(table("d", "a\0b").toString()).startsWith("`d/a_b-");
    assertThat(table("d", "a😀").toString()).startsWith("`d/a__-");
    assertThat(table("d", "a ").toString()).startsWith("`d/a_-");
    assertThat(table("d", "a_b")).isNotEqualTo(table("d", "a\0b"));
  }

  @Test
  void valuesAreNeverPartOfAStatement() {
    assertThat(table("d", "x").insertion()).contains("VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  }

  private static Table table(String namespace, String name) {
    return Table.of(new NamespacedName(namespace, name));
  }
}
