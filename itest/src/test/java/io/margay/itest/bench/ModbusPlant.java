package io.margay.itest.bench;

import io.margay.itest.modbus.CProgram;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.util.List;
import java.util.Map;

/** {@code counterparties/libmodbus-plant.c}: many slaves, one on each address from 127.0.0.1 on. */
final class ModbusPlant implements AutoCloseable {
  private static final int MOST_PER_BYTE = 256;

  private final RunningProgram program;
  private final int port;

  private ModbusPlant(RunningProgram program) {
    this.program = program;
    this.port = Integer.parseInt(program.output().await(0, "LISTENING").split(" ", -1)[1].strip());
  }

  /** What the plant has done so far. */
  record Work(long requests, long cpuMillis) {}

  static ModbusPlant of(int slaves) {
    return new ModbusPlant(
        RunningProgram.start(
            WorkFolder.numbered("libmodbus-plant", "log"),
            Map.of(),
            List.of(CProgram.compiled("libmodbus-plant"), Integer.toString(slaves))));
  }

  int port() {
    return port;
  }

  /** The address of a slave, from 0 on. */
  static String address(int slave) {
    int last = slave + 1;
    return "127.0.%d.%d".formatted(last / MOST_PER_BYTE, last % MOST_PER_BYTE);
  }

  Work work() {
    int from = program.output().mark();
    RunningProgram.run("kill", "-USR1", Long.toString(program.pid()));
    String[] words = program.output().await(from, "requests").strip().split(" ", -1);
    return new Work(Long.parseLong(words[1]), Long.parseLong(words[2]));
  }

  @Override
  public void close() {
    program.close();
  }
}
