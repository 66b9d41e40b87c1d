package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.itest.modbus.FaultySlave;
import io.margay.itest.modbus.FaultySlave.Mode;
import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.Mbpoll;
import io.margay.itest.modbus.PymodbusServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The counterparties are what the other tests take them for. */
class CounterpartiesIT {

  @Test
  void libmodbusKeepsWhatIsWrittenAndRecordsWhatItWasAsked() {
    try (LibmodbusServer slave = LibmodbusServer.still()) {
      Mbpoll master = new Mbpoll(slave.port(), 3);
      master.writeHolding(5, 77);

      assertThat(master.holding(5)).isEqualTo(77);
      assertThat(slave.requests())
          .extracting(request -> request.unit() + " " + request.function())
          .containsExactly("3 6", "3 3");
      assertThat(slave.requests().get(1).address()).isEqualTo(5);
      assertThat(slave.requests().get(1).quantity()).isEqualTo(1);
    }
  }

  @Test
  void libmodbusMovesWhenItIsAsked() {
    try (LibmodbusServer slave = LibmodbusServer.moving()) {
      Mbpoll master = new Mbpoll(slave.port(), 1);

      assertThat(master.holding(0)).isLessThan(master.holding(0));
    }
  }

  @Test
  void pymodbusHasTwoUnitsWithAHoleInEach() {
    try (PymodbusServer slave = PymodbusServer.start()) {
      assertThat(new Mbpoll(slave.port(), 1).holding(8)).isEqualTo(1008);
      assertThat(new Mbpoll(slave.port(), 2).holding(20)).isEqualTo(2020);
      assertThatThrownBy(() -> new Mbpoll(slave.port(), 1).holding(12))
          .hasMessageContaining("Illegal data address");
      assertThatThrownBy(() -> new Mbpoll(slave.port(), 9).impatient().holding(8))
          .hasMessageContaining("timed out");
    }
  }

  @Test
  void theFaultySlaveCanBehave() {
    try (FaultySlave slave = new FaultySlave()) {
      assertThat(new Mbpoll(slave.port(), 1).holding(40)).isEqualTo(40);
      slave.withHoleAt(41);
      assertThat(new Mbpoll(slave.port(), 1).holding(40)).isEqualTo(40);
      assertThatThrownBy(() -> new Mbpoll(slave.port(), 1).holding(41))
          .hasMessageContaining("Illegal data address");
    }
  }

  /** Without WRONG_UNIT: mbpoll does not look whose answer it gets. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NORMAL", "WRONG_UNIT"})
  void theFaultySlaveCanMisbehave(Mode fault) {
    try (FaultySlave slave = new FaultySlave().be(fault)) {
      assertThatThrownBy(() -> new Mbpoll(slave.port(), 1).impatient().holding(40))
          .hasMessageContaining("mbpoll failed");
    }
  }
}
