package io.margay.itest.containers;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of a test's own: the bridges, routes and rules that an engine makes in it never touch
 * the machine's. Needs root.
 *
 * <p>Programs enter it with {@code nsenter} and not with {@code ip netns exec}, which would mount
 * another {@code /sys} without the cgroups.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name =
      "margay-it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

  public NetworkNamespace() {
    Commands.run(List.of(Program.IP.path(), "netns", "add", name));
    run(Program.IP.path(), "link", "set", "lo", "up");
    run(
        "sh",
        "-c",
        "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet");
  }

  /** The command line that runs a program in it; the program has the process id of the command. */
  public List<String> entering(List<String> command) {
    List<String> words = new ArrayList<>();
    words.add("nsenter");
    words.add("--net=/run/netns/" + name);
    words.addAll(command);
    return words;
  }

  /** Runs a program in it to its end, and returns what it printed. */
  public String run(String... command) {
    return Commands.run(entering(List.of(command)));
  }

  /** Runs a program in it to its end, which may be a failure. */
  public RunningProgram.Result attempt(String... command) {
    return RunningProgram.run(Map.of(), entering(List.of(command)));
  }

  @Override
  public void close() {
    Commands.run(List.of(Program.IP.path(), "netns", "delete", name));
  }
}
