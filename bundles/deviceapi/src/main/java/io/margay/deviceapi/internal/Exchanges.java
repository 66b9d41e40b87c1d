package io.margay.deviceapi.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests from the server and sends what they are answered with.
 *
 * <p>A worker reads a request and lets go of it; when the device has answered, a worker writes. So
 * a device that takes its time holds no thread.
 */
final class Exchanges implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
  private static final String CORRELATION = "X-Correlation-ID";
  private static final Pattern CORRELATION_ID = Pattern.compile("[A-Za-z0-9._:+/=-]{1,128}");
  private static final JsonFactory JSON =
      JsonFactory.builder().build().disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);

  private final Gate gate;
  private final Routes routes;
  private final InFlight inFlight;
  private final Executor workers;
  private final Clock clock;

  Exchanges(Gate gate, Routes routes, InFlight inFlight, Executor workers, Clock clock) {
    this.gate = gate;
    this.routes = routes;
    this.inFlight = inFlight;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) {
    CompletionStage<Reply> reply = answer(exchange);
    CompletableFuture<Reply> known = reply.toCompletableFuture();
    if (known.isDone()) {
      send(exchange, known.join());
      return;
    }
    reply.thenAccept(
        late -> {
          try {
            workers.execute(() -> send(exchange, late));
          } catch (RejectedExecutionException stopped) {
            exchange.close();
          }
        });
  }

  /** The answer, or why there is none: this stage does not fail. */
  private CompletionStage<Reply> answer(HttpExchange exchange) {
    try {
      gate.check(exchange.getRequestHeaders());
      Request request = taken(exchange);
      return inFlight.start(() -> routes.answer(request)).exceptionally(Failures::reply);
    } catch (IOException e) {
      LOG.debug("a sender went away or was too slow: {}", e.getMessage());
      return CompletableFuture.completedFuture(Reply.message(408, "the body did not come"));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(Failures.reply(e));
    }
  }

  private static Request taken(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String method = exchange.getRequestMethod();
    return switch (method) {
      case "GET" -> new Request(method, UrlText.segments(uri), UrlText.parameters(uri), Map.of());
      case "POST" ->
          new Request(
              method,
              UrlText.segments(uri),
              UrlText.parameters(uri),
              JsonBody.read(exchange.getRequestHeaders(), exchange.getRequestBody()));
      default ->
          throw ApiException.wrongMethod(
              "found %s, expected GET or POST".formatted(Shown.text(method)), "GET, POST");
    };
  }

  private void send(HttpExchange exchange, Reply reply) {
    try {
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "application/json");
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      reply.headers().forEach(headers::set);
      String correlation = exchange.getRequestHeaders().getFirst(CORRELATION);
      if (correlation != null && CORRELATION_ID.matcher(correlation).matches()) {
        headers.set(CORRELATION, correlation);
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(reply.status(), -1);
      } else {
        exchange.sendResponseHeaders(reply.status(), 0);
        write(exchange, reply);
      }
    } catch (IOException e) {
      LOG.debug("a reply could not be sent: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a reply could not be written", e);
    } finally {
      exchange.close();
    }
  }

  /** Closes the body only when it is whole, so that half a reply cannot be taken for one. */
  private void write(HttpExchange exchange, Reply reply) throws IOException {
    JsonGenerator json = JSON.createGenerator(exchange.getResponseBody());
    json.writeStartObject();
    json.writeStringField("apiVersion", "v1");
    json.writeNumberField("statusCode", reply.status());
    json.writeStringField("timeStamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    reply.fields().write(json);
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }
}
