package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.ExecResult;
import io.margay.edged.engine.StreamOptions;
import io.margay.edged.internal.log.LogReader;
import io.margay.edged.internal.log.LogRequest;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
 * </ul>
 */
public final class Routes implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final Duration RUN_TIMEOUT = Duration.ofSeconds(60);
  private static final long FOLLOW_MILLIS = 250;
  private static final int MOST_WORDS = 256;

  private final Gate gate;
  private final PodList pods;
  private final Summary summary;
  private final ContainerFinder containers;
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
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) {
    try (exchange) {
      try {
        answer(exchange);
      } catch (RequestException e) {
        text(exchange, e.status(), e.getMessage() + "\n");
      } catch (EngineException | MetaException e) {
        text(exchange, 503, e.getMessage() + "\n");
      }
    } catch (IOException e) {
      LOG.debug("a caller went away: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a request could not be answered", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException, RequestException {
    Query query = Query.of(exchange.getRequestURI());
    String first = query.path().isEmpty() ? "" : query.path().get(0);
    switch (first) {
      case "healthz" -> {
        expectReader(exchange);
        text(exchange, 200, "ok");
      }
      case "pods" -> {
        expectReader(exchange);
        send(exchange, 200, "application/json", pods.json());
      }
      case "stats" -> {
        expectReader(exchange);
        expectPath(query, List.of("stats", "summary"));
        send(exchange, 200, "application/json", summary.json());
      }
      case "containerLogs" -> {
        expectReader(exchange);
        logs(exchange, query);
      }
      case "run", "exec" -> {
        expectRunner(exchange);
        run(exchange, query);
      }
      case "attach" -> {
        expectRunner(exchange);
        attach(exchange, query);
      }
      default -> throw new RequestException(404, "there is nothing at this path");
    }
  }

  private void expectReader(HttpExchange exchange) throws RequestException {
    expectMethod(exchange, "GET");
    gate.checkReader(exchange.getRequestHeaders());
  }

  private void expectRunner(HttpExchange exchange) throws RequestException {
    expectMethod(exchange, "POST");
    gate.checkRunner(exchange.getRequestHeaders());
  }

  private static void expectMethod(HttpExchange exchange, String method) throws RequestException {
    if (!exchange.getRequestMethod().equals(method)) {
      throw new RequestException(405, "expected " + method);
    }
  }

  private static void expectPath(Query query, List<String> path) throws RequestException {
    if (!query.path().equals(path)) {
      throw new RequestException(404, "expected /" + String.join("/", path));
    }
  }

  private static List<String> names(Query query) throws RequestException {
    if (query.path().size() != 4) {
      throw new RequestException(
          404, "expected /%s/<namespace>/<pod>/<container>".formatted(query.path().get(0)));
    }
    return query.path().subList(1, 4);
  }

  private void logs(HttpExchange exchange, Query query) throws IOException, RequestException {
    List<String> names = names(query);
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
        new LogReader(file, () -> isRunning(engine, container), () -> Thread.sleep(FOLLOW_MILLIS));
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
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

  private void run(HttpExchange exchange, Query query) throws IOException, RequestException {
    List<String> names = names(query);
    List<String> command =
        query.all("command").isEmpty()
            ? List.of(query.text("cmd").strip().split("\\s+"))
            : query.all("command");
    if (command.get(0).isEmpty() || command.size() > MOST_WORDS) {
      throw new RequestException(400, "command: expected 1 to %d words".formatted(MOST_WORDS));
    }
    Container container = containers.running(names.get(0), names.get(1), names.get(2));
    ExecResult result = containers.engine().exec(container.id(), command, RUN_TIMEOUT);
    exchange.getResponseHeaders().set("X-Exit-Code", String.valueOf(result.exitCode()));
    text(exchange, result.timedOut() ? 504 : 200, result.output() + result.errors());
  }

  private void attach(HttpExchange exchange, Query query) throws IOException, RequestException {
    List<String> names = names(query);
    Container container = containers.running(names.get(0), names.get(1), names.get(2));
    StreamOptions output = new StreamOptions(false, true, false, false);
    try (ContainerStreams streams = containers.engine().attach(container.id(), output)) {
      exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        byte[] block = new byte[8192];
        for (int read = 0; read >= 0; read = streams.stdout().read(block)) {
          body.write(block, 0, read);
          body.flush();
        }
      }
    }
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", text);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
