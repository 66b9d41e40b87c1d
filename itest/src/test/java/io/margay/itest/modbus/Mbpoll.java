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
public record Mbpoll(int port, int unit, int timeoutSeconds) {
  /** The most that mbpoll knows. */
  private static final int LONGEST_TIMEOUT_SECONDS = 10;

  private static final Pattern VALUE = Pattern.compile("\\[\\d+]:\\s+(-?\\d+)");

  /** One that gives the slave all the time it may need. */
  public Mbpoll(int port, int unit) {
    this(port, unit, LONGEST_TIMEOUT_SECONDS);
  }

  /** One for a slave that is not expected to answer. */
  public Mbpoll impatient() {
    return new Mbpoll(port, unit, 1);
  }

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
        new ArrayList<>(Arrays.asList(Program.MBPOLL.path(), "-m", "tcp", "-0", "-q", "-t", table));
    command.addAll(
        List.of("-o", "" + timeoutSeconds, "-p", "" + port, "-a", "" + unit, "-r", "" + address));
    command.addAll(rest);
    RunningProgram.Result result = RunningProgram.run(Map.of(), command);
    if (result.exitCode() != 0) {
      throw new AssertionError("mbpoll failed: " + result.text());
    }
    return result;
  }
}
