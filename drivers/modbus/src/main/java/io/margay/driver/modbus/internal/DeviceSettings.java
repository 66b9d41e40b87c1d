package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.Settings;
import io.margay.driver.modbus.internal.format.Table;
import io.margay.driver.modbus.internal.wire.Patience;
import io.margay.driver.modbus.internal.wire.SerialSettings;
import io.margay.driver.modbus.internal.wire.Transport;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a device's {@code configData} says, in the spellings of both KubeEdge generations.
 *
 * <p>v1beta1 mappers have flat keys ({@code communicateMode}, {@code slaveID}, {@code ip}, {@code
 * port}, {@code timeout}); v1alpha2 nested them ({@code modbus.slaveID}, {@code common.tcp.ip},
 * {@code common.com.serialPort}). A flat key wins.
 *
 * @param unit the unit identifier of the slave, or of the device behind a gateway
 * @param broadcasts whether all units of the link are meant, and none answers
 */
record DeviceSettings(
    Transport transport, int unit, boolean broadcasts, Patience patience, ReadLimits limits) {
  private static final int DEFAULT_UNIT = 1;
  private static final int DEFAULT_TIMEOUT_MILLIS = 3000;
  private static final int LONGEST_TIMEOUT_MILLIS = 600_000;
  private static final int LONGEST_GAP_MILLIS = 10_000;
  private static final int DEFAULT_TURNAROUND_MILLIS = 5;
  private static final int UNLIMITED_GAP = -1;

  private static final String[] UNIT_KEYS = {"slaveID", "unitID"};

  /** Empty when the device cannot be reached by this driver; the problems say why. */
  static Optional<DeviceSettings> of(DeviceSpec device, Consumer<Problem> problems) {
    return of(Settings.of(device, problems));
  }

  /** As {@link #of(DeviceSpec, Consumer)}. */
  static Optional<DeviceSettings> of(Settings flat) {
    Optional<Transport> transport = new TransportReader(flat).read();
    Settings unitPlace = flat.has(UNIT_KEYS) ? flat : flat.object("modbus");
    int unit = (int) unitPlace.integerOr(DEFAULT_UNIT, 0, 255, UNIT_KEYS);
    int timeout = (int) flat.integerOr(0, 0, LONGEST_TIMEOUT_MILLIS, "timeout");
    int gap = (int) flat.integerOr(0, 0, LONGEST_GAP_MILLIS, "minGap");
    Patience patience = new Patience(timeout == 0 ? DEFAULT_TIMEOUT_MILLIS : timeout, gap);
    return transport.map(
        wire ->
            new DeviceSettings(
                wire, unit, broadcasts(flat, wire, unit), patience, limits(flat, wire)));
  }

  private static boolean broadcasts(Settings flat, Transport transport, int unit) {
    boolean said = flat.flagOr(transport.broadcastsToUnitZero(), "broadcast");
    if (unit != 0 && flat.has("broadcast") && said) {
      flat.complain("broadcast", "false, or slaveID 0, which all units listen to");
    }
    return said && unit == 0;
  }

  private static ReadLimits limits(Settings flat, Transport transport) {
    int registers = Table.HOLDING.mostPerRead();
    int bits = Table.COIL.mostPerRead();
    int turnaround =
        (int) flat.integerOr(DEFAULT_TURNAROUND_MILLIS, 0, LONGEST_TIMEOUT_MILLIS, "turnaround");
    int gap = (int) flat.integerOr(UNLIMITED_GAP, 0, Table.SIZE, "maxGap");
    if (gap == UNLIMITED_GAP) {
      gap =
          transport instanceof Transport.Serial serial
              ? gapWorthwhile(serial.settings(), turnaround)
              : ReadLimits.OF_PROTOCOL.gapRegisters();
    }
    return new ReadLimits(
        (int) flat.integerOr(registers, 1, registers, "maxRegistersPerRead"),
        (int) flat.integerOr(bits, 1, bits, "maxBitsPerRead"),
        gap);
  }

  private static int gapWorthwhile(SerialSettings line, int turnaroundMillis) {
    return ReadLimits.gapWorthwhile(
        line.characterNanos(),
        line.frameGapNanos(),
        TimeUnit.MILLISECONDS.toNanos(turnaroundMillis));
  }
}
