package io.margay.itest.node;

import io.margay.itest.support.Lines;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A node of the built distribution in a folder of its own, used as a person uses it: files are
 * copied in, commands are typed, the log is read. Its folder is short of name, because a unix
 * socket's path may have 107 bytes only.
 */
public final class MargayNode implements AutoCloseable {
  private static final String READY = "ready in";

  private final String name;
  private final Path home;
  private final ReservedPort mqttPort = new ReservedPort();
  private final Map<String, String> environment = new HashMap<>();
  private UnaryOperator<List<String>> wrapper = UnaryOperator.identity();
  private RunningProgram program;

  private MargayNode(String name, Path home) {
    this.name = name;
    this.home = home;
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  /** Unpacks a distribution and gives it an MQTT port that it keeps over its restarts. */
  public static MargayNode unpacked(String name) {
    MargayNode node = new MargayNode(name, Distribution.unpack());
    node.configure("io.margay.bus.cfg", "port=" + node.mqttPort() + "\n");
    node.configure("io.margay.edged.cfg", "apiPort=0\n");
    return node;
  }

  /** A node that runs, with these of its own drivers in {@code deploy/}. */
  public static MargayNode running(String name, String... drivers) {
    MargayNode node = unpacked(name);
    for (String driver : drivers) {
      node.deploy(driver + ".jar", node.driver(driver));
    }
    try {
      node.start();
      return node;
    } catch (AssertionError e) {
      node.close();
      throw e;
    }
  }

  /** A driver jar that lies ready in the distribution. */
  public Path driver(String driver) {
    return home.resolve("drivers").resolve(driver + ".jar");
  }

  /** Another environment variable for what is started from now on. */
  public MargayNode with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Starts it by another program from now on, which has the process id of the node then. */
  public MargayNode startedBy(UnaryOperator<List<String>> wrapper) {
    this.wrapper = wrapper;
    return this;
  }

  /** Writes a file into {@code conf/}. */
  public void configure(String file, String content) {
    write(home.resolve("conf").resolve(file), content);
  }

  /** Starts it in the foreground and returns once it says that it is ready. */
  public void start() {
    launch();
    program.output().await(0, READY);
  }

  /** Starts it in the foreground and returns at once. */
  public RunningProgram launch() {
    program =
        RunningProgram.start(
            WorkFolder.numbered(name, "log"), environment, wrapper.apply(List.of(margay(), "run")));
    return program;
  }

  /** Copies a jar into {@code deploy/} as {@code cp} does. */
  public void deploy(String file, Path jar) {
    try {
      Files.write(home.resolve("deploy").resolve(file), Files.readAllBytes(jar));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a jar from {@code deploy/}. */
  public void undeploy(String file) {
    delete(home.resolve("deploy").resolve(file));
  }

  /** Writes a file into {@code manifests/}. */
  public void apply(String file, String content) {
    write(home.resolve("manifests").resolve(file), content);
  }

  /** Writes a device and its model into {@code manifests/<device>.yaml}. */
  public void apply(String file, DeviceYaml device) {
    apply(file, device.text());
  }

  /** Deletes a file from {@code manifests/}. */
  public void unapply(String file) {
    delete(home.resolve("manifests").resolve(file));
  }

  /** Runs a shell command in the node and returns what it printed. */
  public String shell(String command) {
    RunningProgram.Result result = margay("shell", command);
    if (result.exitCode() != 0) {
      throw new AssertionError("%s failed: %s".formatted(command, result.text()));
    }
    return result.text();
  }

  /** Runs {@code bin/margay} with these arguments. */
  public RunningProgram.Result margay(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(margay());
    command.addAll(List.of(arguments));
    return RunningProgram.run(environment, command);
  }

  /** Has its JVM tell or do something, by the JDK's {@code jcmd}. */
  public String jcmd(String command) {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    return RunningProgram.run(Map.of(), List.of(jcmd, Long.toString(program.pid()), command))
        .text();
  }

  private String margay() {
    return home.resolve("bin/margay").toString();
  }

  /** Ends it as a power cut does. */
  public void kill() {
    program.kill();
  }

  /** Asks it to stop and returns its exit code. */
  public int stop() {
    RunningProgram.Result said = margay("stop");
    if (said.exitCode() != 0) {
      throw new AssertionError("stop failed: " + said.text());
    }
    return program.result().exitCode();
  }

  public Lines log() {
    return program.output();
  }

  public RunningProgram program() {
    return program;
  }

  public int mqttPort() {
    return mqttPort.number();
  }

  public Path home() {
    return home;
  }

  public Path var() {
    return home.resolve("var");
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
    mqttPort.close();
    Distribution.delete(home);
  }
}
