package io.margay.edged.internal.commands;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.internal.log.LogReader;
import io.margay.edged.internal.log.LogRequest;
import io.margay.edged.internal.node.Edged;
import io.margay.meta.MetaStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Shell view of the pods: {@code pod:list}, {@code pod:get}, {@code pod:logs}, {@code pod:exec},
 * {@code pod:restart}, {@code pod:stats}.
 */
@Component(
    service = PodCommands.class,
    property = {
      "osgi.command.scope=pod",
      "osgi.command.function=list",
      "osgi.command.function=get",
      "osgi.command.function=logs",
      "osgi.command.function=exec",
      "osgi.command.function=restart",
      "osgi.command.function=stats"
    })
public final class PodCommands {
  private static final Duration EXEC_PATIENCE = Duration.ofMinutes(5);
  private static final long LOG_PAUSE_MILLIS = 300;

  private final Edged edged;
  private final StoredPods pods;

  @Activate
  public PodCommands(@Reference Edged edged, @Reference MetaStore meta) {
    this.edged = edged;
    pods = new StoredPods(meta);
  }

  @Descriptor("Lists the pods and how they are. Example: pod:list")
  public List<StoredPods.PodRow> list() {
    return pods.list();
  }

  @Descriptor("Shows how a pod is, and its containers. Example: pod:get web")
  public StoredPods.PodDetails get(
      @Descriptor("name, or namespace/name when it is not in namespace default") String pod) {
    return pods.get(PodName.of(pod));
  }

  @Descriptor("Prints what a pod's container has written. Example: pod:logs -f web")
  public void logs(
      CommandSession session,
      @Descriptor("Go on with what it writes, until it ends or is interrupted")
          @Parameter(
              names = {"-f", "--follow"},
              presentValue = "true",
              absentValue = "false")
          boolean follow,
      @Descriptor("Which container; the first one if not said")
          @Parameter(
              names = {"-c", "--container"},
              absentValue = "")
          String container,
      @Descriptor("Only so many lines of the end")
          @Parameter(
              names = {"-n", "--tail"},
              absentValue = "-1")
          int tail,
      @Descriptor("name, or namespace/name when it is not in namespace default") String pod)
      throws IOException {
    ContainerEngine engine = engine();
    String id = pods.containerId(PodName.of(pod), container);
    PrintStream console = session.getConsole();
    LogReader reader =
        new LogReader(
            Path.of(engine.container(id).logPath()),
            () -> !console.checkError() && isRunning(engine, id),
            () -> Thread.sleep(LOG_PAUSE_MILLIS));
    reader.read(new LogRequest(tail, null, 0, follow), line -> console.print(line.written()));
    console.flush();
  }

  private static boolean isRunning(ContainerEngine engine, String id) {
    return engine.container(id).container().state() == ContainerState.RUNNING;
  }

  @Descriptor(
      "Runs a program in a pod's container and prints what it says. Example: pod:exec web ls /")
  public void exec(
      CommandSession session,
      @Descriptor("Which container; the first one if not said")
          @Parameter(
              names = {"--container"},
              absentValue = "")
          String container,
      @Descriptor("name, or namespace/name when it is not in namespace default") String pod,
      @Descriptor("the program and its arguments") String... command) {
    if (command.length == 0) {
      throw new IllegalArgumentException("name a program; for example: pod:exec " + pod + " ls /");
    }
    String id = pods.containerId(PodName.of(pod), container);
    ExecResult result = engine().exec(id, List.of(command), EXEC_PATIENCE);
    session.getConsole().print(result.output());
    session.getConsole().print(result.errors());
    session.getConsole().flush();
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          command[0]
              + (result.timedOut() ? " did not end" : " ended with code " + result.exitCode()));
    }
  }

  @Descriptor("Replaces the containers of a pod by new ones. Example: pod:restart web")
  public String restart(
      @Descriptor("name, or namespace/name when it is not in namespace default") String pod) {
    PodName name = PodName.of(pod);
    if (!edged.loop().restart(name.namespace(), name.name())) {
      throw name.unknown();
    }
    return "the containers of " + name + " are being replaced";
  }

  @Descriptor("Shows what the containers of all pods use now. Example: pod:stats")
  public List<Usage.Row> stats() throws InterruptedException {
    return Usage.measure(engine());
  }

  private ContainerEngine engine() {
    return edged
        .engine()
        .orElseThrow(
            () -> new IllegalStateException("no container engine on this machine: no pods run"));
  }
}
