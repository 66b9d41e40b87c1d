package io.margay.plant;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;
import java.util.Map;

/**
 * A small simulated plant: a press that speaks Modbus TCP on the loopback interface, unit 1.
 *
 * <p>{@code java -jar plant.jar --port 15502} serves until it is ended.
 */
public final class Plant {
  private static final int UNIT = 1;
  private static final int MOST_CONNECTIONS = 8;
  private static final long TICK_MILLIS = 100;

  private Plant() {}

  public static void main(String[] arguments) throws InterruptedException {
    try {
      int port = Options.parse(Map.of("port", "15502"), arguments).number("port", 1, 65_535);
      PressImage image = new PressImage(new Press());
      ModbusSlave slave =
          ModbusSlaveFactory.createTCPSlave(
              InetAddress.getLoopbackAddress(), port, MOST_CONNECTIONS, false);
      slave.addProcessImage(UNIT, image);
      slave.open();
      System.out.println("plant: the press answers on 127.0.0.1:" + port + ", unit " + UNIT);
      turn(image);
    } catch (ModbusException | IllegalArgumentException e) {
      System.err.println("plant: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void turn(PressImage image) throws InterruptedException {
    long before = System.nanoTime();
    while (true) {
      Thread.sleep(TICK_MILLIS);
      long now = System.nanoTime();
      image.advance((now - before) / 1_000_000);
      before = now;
    }
  }
}
