package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.EngineException;
import io.margay.edged.internal.log.LogReader;
import io.margay.edged.internal.log.LogRequest;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers as a kubelet does:
 *
 * <ul>
 *   <li>{@code GET /healthz}, {@code /pods}, {@code /stats/summary}
 *   <li>{@code GET /containerLogs/<namespace>/<pod>/<container>} with {@code tailLines}, {@code
 *       sinceSeconds}, {@code limitBytes}, {@code follow}, {@code timestamps}, {@code previous}
 *   <li>{@code POST /run/<namespace>/<pod>/<container>?cmd=…}: runs a program to its end, and
 *       answers with what it wrote; {@code command} may come several times, one for each word
 *   <li>{@code POST /attach/<namespace>/<pod>/<container>}: what the container writes from now on
 *   <li>{@code GET /exec/…?command=…}, {@code /attach/…} with {@code input}, {@code output}, {@code
 *       error}, {@code tty} set to 1, and {@code /portForward/<namespace>/<pod>?port=…}: a
 *       WebSocket
 * </ul>
 */
public final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final long FOLLOW_MILLIS = 250;
  private static final String JSON = "application/json";

  private final Gate gate;
  private final PodList pods;
  private final Summary summary;
  private final ContainerFinder containers;
  private final ProgramRoutes programs;
  private final InstantSource clock;

  /**
   * @param token lets its bearer run programs; empty for nobody
   */
  public Routes(
      String token,
      MetaStore meta,
      Summary summary,
      ContainerFinder containers,
      InstantSource clock) {
    this.gate = new Gate(token);
    this.pods = new PodList(meta);
    this.summary = summary;
    this.containers = containers;
    this.programs = new ProgramRoutes(containers);
    this.clock = clock;
  }

  void answer(FullHttpRequest message, Reply reply) {
    try {
      answer(Request.of(message), reply);
    } catch (RequestException e) {
      reply.text(e.status(), e.getMessage() + "\n");
    } catch (EngineException | MetaException e) {
      reply.text(503, e.getMessage() + "\n");
    } catch (IOException e) {
      LOG.debug("a caller went away: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a request could not be answered", e);
      reply.text(500, "this could not be answered; the node's log says why\n");
    }
  }

  private void answer(Request request, Reply reply) throws IOException, RequestException {
    Query query = request.query();
    String first = query.path().isEmpty() ? "" : query.path().get(0);
    switch (first) {
      case "healthz" -> {
        expectReader(request);
        reply.text(200, "ok");
      }
      case "pods" -> {
        expectReader(request);
        reply.send(200, JSON, pods.json(), Map.of());
      }
      case "stats" -> {
        expectReader(request);
        expectPath(query, List.of("stats", "summary"));
        reply.send(200, JSON, summary.json(), Map.of());
      }
      case "containerLogs" -> {
        expectReader(request);
        logs(query, reply);
      }
      case "run" -> {
        expectRunner(request, "POST");
        programs.run(query, reply);
      }
      case "exec" -> {
        expectRunner(request, request.isForWebSocket() ? "GET" : "POST");
        if (request.isForWebSocket()) {
          programs.exec(query, reply);
        } else {
          programs.run(query, reply);
        }
      }
      case "attach" -> {
        expectRunner(request, request.isForWebSocket() ? "GET" : "POST");
        if (request.isForWebSocket()) {
          programs.join(query, reply);
        } else {
          programs.attach(query, reply);
        }
      }
      case "portForward" -> {
        expectRunner(request, "GET");
        programs.portForward(query, reply);
      }
      default -> throw new RequestException(404, "there is nothing at this path");
    }
  }

  private void expectReader(Request request) throws RequestException {
    expectMethod(request, "GET");
    gate.checkReader(request.headers());
  }

  private void expectRunner(Request request, String method) throws RequestException {
    expectMethod(request, method);
    gate.checkRunner(request.headers());
  }

  private static void expectMethod(Request request, String method) throws RequestException {
    if (!request.method().equals(method)) {
      throw new RequestException(405, "expected " + method);
    }
  }

  private static void expectPath(Query query, List<String> path) throws RequestException {
    if (!query.path().equals(path)) {
      throw new RequestException(404, "expected /" + String.join("/", path));
    }
  }

  private void logs(Query query, Reply reply) throws IOException, RequestException {
    List<String> names = ContainerFinder.names(query);
    Container container =
        containers.find(names.get(0), names.get(1), names.get(2), query.flag("previous"));
    ContainerEngine engine = containers.engine();
    Path file = Path.of(engine.container(container.id()).logPath());
    long since = query.number("sinceSeconds");
    LogRequest request =
        new LogRequest(
            (int) Math.min(Integer.MAX_VALUE, query.number("tailLines")),
            since < 0 ? null : clock.instant().minusSeconds(since),
            Math.max(0, query.number("limitBytes")),
            query.flag("follow"));
    boolean timestamps = query.flag("timestamps");
    LogReader reader =
        new LogReader(
            file,
            () -> reply.isHeard() && isRunning(engine, container),
            () -> Thread.sleep(FOLLOW_MILLIS));
    try (OutputStream body = reply.stream("text/plain; charset=utf-8")) {
      reader.read(
          request,
          line -> {
            String time = timestamps ? line.time() + " " : "";
            body.write((time + line.written()).getBytes(UTF_8));
            if (request.follow()) {
              body.flush();
            }
          });
    } catch (NoSuchFileException none) {
      LOG.debug("container {} has no log yet", container.id());
    }
  }

  private static boolean isRunning(ContainerEngine engine, Container container) {
    try {
      ContainerState state = engine.container(container.id()).container().state();
      return state == ContainerState.RUNNING || state == ContainerState.CREATED;
    } catch (EngineException gone) {
      return false;
    }
  }
}
