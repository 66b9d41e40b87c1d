package io.margay.itest.modbus;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a slave with somebody else's Modbus master. */
public record Mbpoll(int port, int unit) {
  private static final Pattern VALUE = Pattern.compile("\\[\\d+]:\\s+(-?\\d+)");

  /** The content of a holding register. */
  public int holding(int address) {
    return read("4", address);
  }

  /** Whether a coil is on. */
  public boolean coil(int address) {
    return read("0", address) == 1;
  }

  /** Writes a holding register. */
  public void writeHolding(int address, int value) {
    run("4", address, List.of("127.0.0.1", Integer.toString(value)));
  }

  private int read(String table, int address) {
    RunningProgram.Result result = run(table, address, List.of("-c", "1", "-1", "127.0.0.1"));
    Matcher value = VALUE.matcher(result.text());
    if (!value.find()) {
      throw new AssertionError("mbpoll shows no value: " + result.text());
    }
    return Integer.parseInt(value.group(1));
  }

  private RunningProgram.Result run(String table, int address, List<String> rest) {
    List<String> command =
        new ArrayList<>(
            Arrays.asList(Program.MBPOLL.path(), "-m", "tcp", "-0", "-q", "-o", "3", "-t", table));
    command.addAll(List.of("-p", "" + port, "-a", "" + unit, "-r", "" + address));
    command.addAll(rest);
    RunningProgram.Result result = RunningProgram.run(Map.of(), command);
    if (result.exitCode() != 0) {
      throw new AssertionError("mbpoll failed: " + result.text());
    }
    return result;
  }
}
