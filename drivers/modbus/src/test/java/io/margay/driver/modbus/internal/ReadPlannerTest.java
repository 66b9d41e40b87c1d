package io.margay.driver.modbus.internal;

import static io.margay.driver.modbus.internal.Specs.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.driver.modbus.internal.format.Table;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadPlannerTest {
  private final Holes holes = new Holes();

  @Test
  void noPointsTakeNoRequest() {
    assertThat(requests(List.of())).isEmpty();
  }

  @Test
  void pointsOfOneTableShareARequestAcrossGapsInAnyOrder() {
    List<Point> points =
        List.of(
            point(0, Table.HOLDING, 100, 2),
            point(1, Table.HOLDING, 0, 1),
            point(2, Table.HOLDING, 40, 4));

    assertThat(requests(points)).containsExactly("HoldingRegister 0+102");
  }

  @Test
  void tablesAreAskedApart() {
    List<Point> points =
        List.of(
            point(0, Table.HOLDING, 0, 1),
            point(1, Table.COIL, 0, 1),
            point(2, Table.HOLDING, 1, 1),
            point(3, Table.INPUT, 0, 1),
            point(4, Table.DISCRETE_INPUT, 0, 1));

    assertThat(requests(points))
        .containsExactly(
            "CoilRegister 0+1",
            "DiscreteInputRegister 0+1",
            "InputRegister 0+1",
            "HoldingRegister 0+2");
  }

  @Test
  void aRequestAsksForAtMost125Registers() {
    assertThat(requests(List.of(point(0, Table.HOLDING, 0, 1), point(1, Table.HOLDING, 123, 2))))
        .containsExactly("HoldingRegister 0+125");
    assertThat(requests(List.of(point(0, Table.HOLDING, 0, 1), point(1, Table.HOLDING, 124, 2))))
        .containsExactly("HoldingRegister 0+1", "HoldingRegister 124+2");
  }

  @Test
  void aRequestAsksForAtMost2000Bits() {
    assertThat(requests(List.of(point(0, Table.COIL, 0, 1), point(1, Table.COIL, 1999, 1))))
        .containsExactly("CoilRegister 0+2000");
    assertThat(requests(List.of(point(0, Table.COIL, 0, 1), point(1, Table.COIL, 2000, 1))))
        .containsExactly("CoilRegister 0+1", "CoilRegister 2000+1");
  }

  @Test
  void aThousandRegistersTakeEightRequests() {
    List<Point> points =
        IntStream.range(0, 1000).mapToObj(i -> point(i, Table.INPUT, i, 1)).toList();

    assertThat(ReadPlanner.blocks(points, holes, ReadLimits.OF_PROTOCOL)).hasSize(8);
  }

  @Test
  void overlappingPointsShareARequestThatHoldsBoth() {
    List<Point> points =
        List.of(
            point(0, Table.HOLDING, 3, 1),
            point(1, Table.HOLDING, 0, 10),
            point(2, Table.HOLDING, 0, 1));

    assertThat(requests(points)).containsExactly("HoldingRegister 0+10");
  }

  @Test
  void theTopOfATableCanBeAsked() {
    assertThat(requests(List.of(point(0, Table.HOLDING, 65_535, 1))))
        .containsExactly("HoldingRegister 65535+1");
  }

  @Test
  void noRequestReachesAcrossABorderOfItsTable() {
    holes.addBorder(Table.HOLDING, 5);
    List<Point> points =
        List.of(
            point(0, Table.HOLDING, 0, 1),
            point(1, Table.HOLDING, 4, 1),
            point(2, Table.HOLDING, 9, 1),
            point(3, Table.INPUT, 0, 1),
            point(4, Table.INPUT, 9, 1));

    assertThat(requests(points))
        .containsExactly("InputRegister 0+10", "HoldingRegister 0+5", "HoldingRegister 9+1");
  }

  @Test
  void anUnreadablePointIsAskedAlone() {
    Point guilty = point(1, Table.HOLDING, 0, 4);
    holes.addUnreadable(guilty);
    List<Point> points =
        List.of(point(0, Table.HOLDING, 0, 1), guilty, point(2, Table.HOLDING, 1, 1));

    assertThat(requests(points)).containsExactly("HoldingRegister 0+4", "HoldingRegister 0+2");
  }

  private List<String> requests(List<Point> points) {
    return ReadPlanner.blocks(points, holes, ReadLimits.OF_PROTOCOL).stream()
        .map(block -> block.table() + " " + block.address() + "+" + block.count())
        .toList();
  }
}
