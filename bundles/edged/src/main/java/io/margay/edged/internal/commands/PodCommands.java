package io.margay.edged.internal.commands;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.internal.log.LogReader;
import io.margay.edged.internal.log.LogRequest;
import io.margay.edged.internal.node.Edged;
import io.margay.edged.internal.talk.Conversation;
import io.margay.meta.MetaStore;
import io.margay.shell.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Shell view of the pods: {@code pod:list}, {@code pod:get}, {@code pod:logs}, {@code pod:exec},
 * {@code pod:attach}, {@code pod:restart}, {@code pod:stats}.
 */
@Component(
    service = PodCommands.class,
    property = {
      "osgi.command.scope=pod",
      "osgi.command.function=list",
      "osgi.command.function=get",
      "osgi.command.function=logs",
      "osgi.command.function=exec",
      "osgi.command.function=attach",
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
      "Runs a program in a pod's container and prints what it says. Example: pod:exec -it web sh")
  public void exec(
      CommandSession session,
      @Descriptor(
              "[-i] [-t] [-c container] pod program argument ...; "
                  + "-i: it reads what is typed, -t: at a terminal; pod as in pod:get")
          String... words)
      throws IOException, InterruptedException {
    ProgramCall call = ProgramCall.of(List.of(words));
    if (call.command().isEmpty()) {
      throw new IllegalArgumentException(
          "name a program; for example: pod:exec " + call.pod().name() + " ls /");
    }
    String id = pods.containerId(call.pod(), call.container());
    String program = call.command().get(0);
    if (call.isConversation()) {
      expectZero(
          program, talk(session, call, engine().execStreams(id, call.command(), call.streams())));
      return;
    }
    ExecResult result = engine().exec(id, call.command(), EXEC_PATIENCE);
    session.getConsole().print(result.output());
    session.getConsole().print(result.errors());
    session.getConsole().flush();
    if (result.timedOut()) {
      throw new IllegalStateException(program + " did not end");
    }
    expectZero(program, result.exitCode());
  }

  @Descriptor(
      "Joins the first program of a pod's container, until it ends or is interrupted."
          + " Example: pod:attach web")
  public void attach(
      CommandSession session,
      @Descriptor("[-i] [-t] [-c container] pod; -t when the container has a terminal (tty: true)")
          String... words)
      throws IOException, InterruptedException {
    ProgramCall call = ProgramCall.of(List.of(words));
    if (!call.command().isEmpty()) {
      throw new IllegalArgumentException(
          "found %s after the pod; pod:exec runs another program".formatted(call.command().get(0)));
    }
    String id = pods.containerId(call.pod(), call.container());
    expectZero("the program", talk(session, call, engine().attach(id, call.streams())));
  }

  private static int talk(CommandSession session, ProgramCall call, ContainerStreams streams)
      throws IOException, InterruptedException {
    if (call.terminal() && session.get(Terminal.VARIABLE) instanceof Terminal terminal) {
      terminal.take(streams::resize);
    }
    Process process = Process.Utils.current();
    return new Conversation(
            call.input() ? program -> type(session, program) : Conversation.Input.NONE,
            session.getConsole(),
            process == null ? session.getConsole() : process.err())
        .hold(streams);
  }

  private static void type(CommandSession session, ContainerStreams streams) throws IOException {
    try (OutputStream stdin = streams.stdin()) {
      Conversation.copy(session.getKeyboard(), stdin);
    }
  }

  private static void expectZero(String program, int exitCode) {
    if (exitCode != 0) {
      throw new IllegalStateException(program + " ended with code " + exitCode);
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
