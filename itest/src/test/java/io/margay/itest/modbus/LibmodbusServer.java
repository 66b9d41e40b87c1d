package io.margay.itest.modbus;

import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code counterparties/libmodbus-server.c}, or {@code libmodbus-rtu-server.c}. */
public final class LibmodbusServer implements AutoCloseable {
  private static final String OVER_TCP = "libmodbus-server";
  private static final String ON_A_SERIAL_LINE = "libmodbus-rtu-server";

  private final RunningProgram program;
  private final Path log;
  private final int port;

  private LibmodbusServer(RunningProgram program, Path log) {
    this.program = program;
    this.log = log;
    this.port = Listening.port(program);
  }

  /** One request that the slave got. */
  public record Request(long millis, int unit, int function, int address, int quantity) {}

  /** A slave whose holding register 0 counts the requests. */
  public static LibmodbusServer moving() {
    return start(0, "moving");
  }

  /** A slave whose registers change by writing only. */
  public static LibmodbusServer still() {
    return start(0, "still");
  }

  /** A slave on a port that one had before. */
  public static LibmodbusServer movingOn(int port) {
    return start(port, "moving");
  }

  /** Unit 7 at a serial port, with 9600 8N1; holding register a holds 7000+a. */
  public static LibmodbusServer onSerial(Path port) {
    return start(ON_A_SERIAL_LINE, WorkFolder.numbered("libmodbus", "requests"), port.toString());
  }

  private static LibmodbusServer start(int port, String values) {
    Path log = WorkFolder.numbered("libmodbus", "requests");
    return start(OVER_TCP, log, Integer.toString(port), log.toString(), values);
  }

  private static LibmodbusServer start(String name, Path log, String... arguments) {
    List<String> command = new ArrayList<>(List.of(CProgram.compiled(name)));
    command.addAll(List.of(arguments));
    return new LibmodbusServer(
        RunningProgram.start(WorkFolder.numbered("libmodbus", "log"), Map.of(), command), log);
  }

  public int port() {
    return port;
  }

  /** What it was asked so far. */
  public List<Request> requests() {
    try {
      return Files.readAllLines(log).stream().map(LibmodbusServer::request).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Request request(String line) {
    String[] words = line.split(" ", -1);
    return new Request(
        Long.parseLong(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]));
  }

  @Override
  public void close() {
    program.close();
  }

  /** Reads the line by which our counterparties say that they are ready. */
  static final class Listening {
    private static final String WORD = "LISTENING ";

    private Listening() {}

    static int port(RunningProgram program) {
      String line = program.output().await(0, WORD);
      return Integer.parseInt(line.substring(WORD.length()).strip());
    }
  }
}
