package io.margay.edged.internal.probe;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.internal.pod.Handler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Does what probes and hooks ask for, on the thread of whoever calls, and waits for it. */
public final class Calls {
  private static final int LONGEST_OUTPUT = 1024;

  private final Supplier<Optional<ContainerEngine>> engine;
  private final HttpCall http = new HttpCall();
  private final GrpcHealthCall grpc = new GrpcHealthCall();

  /**
   * @param engine runs what is to run inside of containers
   */
  public Calls(Supplier<Optional<ContainerEngine>> engine) {
    this.engine = engine;
  }

  /** Makes one call; it is given up after the timeout. */
  Outcome make(Handler handler, String containerId, String address, Duration timeout) {
    if (handler instanceof Handler.HttpGet get) {
      return http.ask(get, address, timeout);
    } else if (handler instanceof Handler.TcpSocket socket) {
      return connect(socket, address, timeout);
    } else if (handler instanceof Handler.Grpc request) {
      return grpc.ask(request, address, timeout);
    } else if (handler instanceof Handler.Exec exec) {
      return run(exec, containerId, timeout);
    }
    return sleep(((Handler.Sleep) handler).time(), timeout);
  }

  private static Outcome connect(Handler.TcpSocket request, String address, Duration timeout) {
    String host = request.host().isEmpty() ? address : request.host();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(host, request.port()), Deadline.in(timeout).leftMillis());
      return Outcome.SUCCESS;
    } catch (IOException | IllegalArgumentException e) {
      return Outcome.failure("TCP %s:%d: %s".formatted(host, request.port(), e.getMessage()));
    }
  }

  private Outcome run(Handler.Exec exec, String containerId, Duration timeout) {
    Optional<ContainerEngine> running = engine.get();
    if (running.isEmpty()) {
      return Outcome.notAsked("there is no container engine");
    }
    try {
      ExecResult result = running.get().exec(containerId, exec.command(), timeout);
      if (result.timedOut()) {
        return Outcome.failure("no end after %d ms".formatted(timeout.toMillis()));
      }
      return result.exitCode() == 0
          ? Outcome.SUCCESS
          : Outcome.failure("exit code %d: %s".formatted(result.exitCode(), said(result)));
    } catch (EngineException.Unavailable e) {
      return Outcome.notAsked(String.valueOf(e.getMessage()));
    } catch (EngineException e) {
      return Outcome.failure(String.valueOf(e.getMessage()));
    }
  }

  private static String said(ExecResult result) {
    String said = (result.output() + result.errors()).strip();
    return said.length() > LONGEST_OUTPUT ? said.substring(0, LONGEST_OUTPUT) + "…" : said;
  }

  private static Outcome sleep(Duration time, Duration timeout) {
    try {
      Thread.sleep(Math.min(time.toMillis(), timeout.toMillis()));
      return Outcome.SUCCESS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failure("interrupted");
    }
  }
}
