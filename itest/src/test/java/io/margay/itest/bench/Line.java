package io.margay.itest.bench;

import io.margay.itest.modbus.CProgram;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A serial line that is as slow as a real one: how much of it the node uses. Baseline: the bound
 * that baud rate and Modbus' silent times leave (Modbus over Serial Line V1.02, section 2.5.1.1).
 */
final class Line {
  private static final int BAUD = 9_600;
  private static final int BITS = 11;
  private static final int REGISTERS = 100;

  private Line() {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
    Figures.title("RTU at %d baud 8E1, %d registers per request".formatted(BAUD, REGISTERS));
    try (RunningProgram slave =
            RunningProgram.start(
                WorkFolder.numbered("rtu-line", "log"),
                Map.of(),
                List.of(CProgram.compiled("rtu-line"), "" + BAUD, "" + BITS));
        MargayNode node = MargayNode.running("bench-line", "modbus")) {
      String line = slave.output().await(0, "LISTENING").split(" ", -1)[1].strip();
      DeviceYaml device =
          DeviceYaml.of("meter", "modbus")
              .setting("communicateMode", "RTU")
              .setting("serialName", line)
              .setting("baudRate", BAUD)
              .setting("dataBits", 8)
              .setting("stopBits", 1)
              .setting("parity", "even")
              .setting("slaveID", 1)
              .everyMillis(100);
      for (int register = 0; register < REGISTERS; register++) {
        device.holding("r" + register, register);
      }
      node.apply("meter.yaml", device);
      TimeUnit.SECONDS.sleep(5);
      long before = requests(slave);
      TimeUnit.SECONDS.sleep(seconds);
      double rate = (double) (requests(slave) - before) / seconds;
      double character = (double) BITS / BAUD;
      double bound = 1 / ((8 + 5 + 2 * REGISTERS) * character + 2 * 3.5 * character);
      Figures.print(
          "%.3f requests/s of %.3f that the line can carry: %.1f %%",
          rate, bound, rate / bound * 100);
    }
  }

  private static long requests(RunningProgram slave) {
    int from = slave.output().mark();
    RunningProgram.run("kill", "-USR1", Long.toString(slave.pid()));
    String line = slave.output().await(from, "requests");
    return Long.parseLong(line.strip().split(" ", -1)[1]);
  }
}
