package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAlignUnderTheirNames() {
    List<MapperRow> rows =
        List.of(
            new MapperRow("modbus", "io.margay.driver.modbus", 12), new MapperRow("sim", "x", 3));

    assertThat(Table.of(rows))
        .hasToString(
            """
            PROTOCOL  DRIVER                   OPEN DEVICES
            modbus    io.margay.driver.modbus            12
            sim       x                                   3""");
  }

  @Test
  void aMissingNumberDoesNotMoveTheOthers() {
    List<Reading> rows = List.of(new Reading("a", null), new Reading("b", 12.5));

    assertThat(Table.of(rows))
        .hasToString(
            """
            NAME  VALUE
            a         -
            b      12.5""");
  }

  @Test
  void aLongCellIsCutUnlessItIsTheLast() {
    String longText = "x".repeat(60);

    String[] lines = Table.of(List.of(new Pair(longText, longText))).toString().split("\n", -1);

    assertThat(lines[1]).isEqualTo("x".repeat(47) + "…  " + longText);
  }

  @Test
  void noLineEndsInBlanks() {
    List<Pair> rows = List.of(new Pair("a", "b"), new Pair("a", "longer"));

    assertThat(Arrays.asList(Table.of(rows).toString().split("\n", -1)))
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
  }

  private record MapperRow(String protocol, String driver, int openDevices) {}

  private record Reading(String name, Double value) {}

  private record Pair(String first, String second) {}
}
