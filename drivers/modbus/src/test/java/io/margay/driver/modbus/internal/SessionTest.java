package io.margay.driver.modbus.internal;

import static io.margay.driver.modbus.internal.Specs.holdingRegisters;
import static io.margay.driver.modbus.internal.Specs.property;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DiscoveredDevice;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SessionTest {
  private final ModbusDriver driver = new ModbusDriver();

  @AfterEach
  void stop() {
    driver.deactivate();
  }

  @Test
  void aPropertyThatChangedIsReadAsItIsNow() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      DeviceSession session = open(slave, DriverState.NONE, holdingRegisters(1));

      assertThat(read(session, holdingRegisters(1))).containsEntry("p0", 1L);
      assertThat(read(session, holdingRegisters(7))).containsEntry("p0", 7L);
      assertThat(slave.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void whatWasLearntOfHolesIsHandedOver() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave.withHole(3, 3))) {
      List<PropertySpec> properties = holdingRegisters(0, 1, 2, 3, 4, 5, 6, 7);
      DeviceSession first = open(slave, DriverState.NONE, properties);
      read(first, properties);
      DriverState state = first.handOver(soon());
      first.close();
      int asked = slave.requests().size();

      read(open(slave, state, properties), properties);

      assertThat(state.schema()).isEqualTo(1);
      assertThat(slave.requests().subList(asked, slave.requests().size()))
          .containsExactly(
              "unit 1 fc 3 0+2", "unit 1 fc 3 2+1", "unit 1 fc 3 3+1", "unit 1 fc 3 4+4");
    }
  }

  @Test
  void aStateOfAnotherSchemaIsLeftUnused() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      DriverState strange = new DriverState(2, Map.of("borders", List.of("x")));
      DriverState broken = new DriverState(1, Map.of("borders", List.of("x", List.of("y", "z"))));

      read(open(slave, strange, holdingRegisters(0, 9)), holdingRegisters(0, 9));
      read(open(slave, broken, holdingRegisters(0, 9)), holdingRegisters(0, 9));

      assertThat(slave.requests()).containsExactly("unit 1 fc 3 0+10", "unit 1 fc 3 0+10");
    }
  }

  @Test
  void writesSideBySideShareARequestInTheirOrder() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      List<PropertySpec> properties = holdingRegisters(4, 5, 6, 8, 3);
      DeviceSession session = open(slave, DriverState.NONE, properties);

      assertThat(write(session, properties)).allMatch(WriteResult.DONE::equals).hasSize(5);

      assertThat(slave.requests())
          .containsExactly("unit 1 fc 16 4+3", "unit 1 fc 6 8+77", "unit 1 fc 6 3+77");
    }
  }

  @Test
  void aRefusedBlockOfWritesTellsWhoIsGuilty() throws Exception {
    try (FakeSlave slave =
        new FakeSlave(
            request ->
                request.function() == 16 || request.address() == 5
                    ? FakeSlave.exception(request, 2)
                    : FakeSlave.good(request))) {
      List<PropertySpec> properties = holdingRegisters(4, 5, 6);
      DeviceSession session = open(slave, DriverState.NONE, properties);

      assertThat(write(session, properties))
          .containsExactly(
              WriteResult.DONE,
              WriteResult.failed("exception 2 (illegal data address)"),
              WriteResult.DONE);
    }
  }

  @Test
  void aBitIsWrittenWithAMaskAndWithoutOneWhereThatIsNotKnown() throws Exception {
    PropertySpec bit =
        property(
            0, PropertyType.BOOLEAN, Map.of("register", "HoldingRegister", "offset", 9, "bit", 2));
    try (FakeSlave slave =
        new FakeSlave(
            request ->
                request.function() == 22
                    ? FakeSlave.exception(request, 1)
                    : FakeSlave.good(request))) {
      DeviceSession session = open(slave, DriverState.NONE, List.of(bit));

      session.write(List.of(new PropertyWrite(bit, true)), soon());
      session.write(List.of(new PropertyWrite(bit, false)), soon());

      assertThat(slave.requests())
          .containsExactly(
              "unit 1 fc 22 9+65531",
              "unit 1 fc 3 9+1",
              "unit 1 fc 6 9+13",
              "unit 1 fc 3 9+1",
              "unit 1 fc 6 9+9");
    }
  }

  @Test
  void methodsAreRequestsOfTheirOwn() throws Exception {
    try (FakeSlave slave =
        new FakeSlave(
            request ->
                switch (request.function()) {
                  case 24 -> FakeSlave.frame(request, 24, new byte[] {0, 6, 0, 2, 1, 2, 0, 9});
                  case 23 -> FakeSlave.frame(request, 23, new byte[] {4, 0, 5, 0, 6});
                  case 22 ->
                      FakeSlave.frame(
                          request, 22, new byte[] {0, 4, 0, (byte) 0xf2, 0, (byte) 0x25});
                  case 43 ->
                      FakeSlave.frame(
                          request,
                          43,
                          new byte[] {14, 1, 1, 0, 0, 2, 0, 2, 'A', 'B', 2, 3, '1', '.', '0'});
                  default -> FakeSlave.exception(request, 1);
                })) {
      DeviceSession session = open(slave, DriverState.NONE, List.of());

      assertThat(session.invoke("readFifoQueue", Map.of("address", "0x04DE"), soon()))
          .containsEntry("values", List.of(258L, 9L));
      assertThat(
              session.invoke(
                  "readWriteRegisters",
                  Map.of("readAddress", 3, "readCount", 2, "writeAddress", 14, "values", "255,1"),
                  soon()))
          .containsEntry("values", List.of(5L, 6L));
      assertThat(
              session.invoke(
                  "maskWriteRegister",
                  Map.of("address", 4, "andMask", "0xF2", "orMask", "0x25"),
                  soon()))
          .isEmpty();
      assertThat(session.invoke("readDeviceIdentification", Map.of(), soon()))
          .isEqualTo(Map.of("vendor", "AB", "firmware", "1.0"));
      assertThatThrownBy(() -> session.invoke("reboot", Map.of(), soon()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("method \"reboot\" is unknown; one of readDeviceIdentification");
      assertThatThrownBy(() -> session.invoke("readFifoQueue", Map.of(), soon()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("/readFifoQueue/address: found nothing");
    }
  }

  @Test
  void aScanFindsTheUnitsThatAnswer() throws Exception {
    try (FakeSlave slave =
        new FakeSlave(
            request ->
                switch (request.unit()) {
                  case 2 -> FakeSlave.good(request);
                  case 4 -> FakeSlave.exception(request, 2);
                  case 5 -> FakeSlave.exception(request, 11);
                  default -> null;
                })) {
      List<DiscoveredDevice> found = new ArrayList<>();

      driver.discover(
          new DiscoveryRequest(
              Map.of("ip", "127.0.0.1", "port", slave.port(), "units", "1-3,4,5", "timeout", 300)),
          found::add,
          soon());

      assertThat(found).extracting(one -> one.settings().get("slaveID")).containsExactly(2, 4);
      assertThat(found.get(0).name()).isEqualTo("modbus-127-0-0-1-" + slave.port() + "-2");
      assertThat(found.get(0).settings()).doesNotContainKeys("units");
    }
  }

  @Test
  void aBroadcastIsSentAndNotWaitedFor() throws Exception {
    try (FakeSlave slave = new FakeSlave(request -> null)) {
      List<PropertySpec> properties = holdingRegisters(4);
      DeviceSession session =
          driver.open(
              Specs.device(slave.port(), Map.of("slaveID", 0, "broadcast", true), properties),
              DriverState.NONE,
              soon());

      assertThat(write(session, properties)).containsExactly(WriteResult.DONE);
      assertThat(read(session, properties))
          .containsEntry("p0", "BAD not read: a broadcast is not answered");
    }
  }

  @Test
  void aDeviceMayAllowLessPerRequest() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      List<PropertySpec> properties = holdingRegisters(0, 9, 10, 30, 33);
      Map<String, Object> limits = Map.of("maxRegistersPerRead", 10, "maxGap", 2);
      DeviceSession session =
          driver.open(Specs.device(slave.port(), limits, properties), DriverState.NONE, soon());

      read(session, properties);

      assertThat(slave.requests())
          .containsExactly("unit 1 fc 3 0+1", "unit 1 fc 3 9+2", "unit 1 fc 3 30+4");
    }
  }

  @Test
  void theGapThatPaysOnASerialLineFollowsItsSpeed() {
    long character = 11 * 1_000_000_000L / 9600;

    assertThat(ReadLimits.gapWorthwhile(character, character * 7 / 2, 5_000_000)).isEqualTo(12);
  }

  private DeviceSession open(FakeSlave slave, DriverState state, List<PropertySpec> properties)
      throws DriverException {
    return driver.open(Specs.device(slave.port(), Map.of(), properties), state, soon());
  }

  private static Map<String, Object> read(DeviceSession session, List<PropertySpec> properties)
      throws DriverException {
    Answers answers = new Answers();
    session.read(session.plan(properties), answers, soon());
    return answers.byName();
  }

  private static List<WriteResult> write(DeviceSession session, List<PropertySpec> properties)
      throws DriverException {
    return session.write(
        properties.stream().map(property -> new PropertyWrite(property, 77L)).toList(), soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }
}
