package io.margay.itest.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code counterparties/onvif_camera.py}: user {@code admin}, password {@code secret}. */
public final class OnvifCamera implements AutoCloseable {
  private static final String WORD = "LISTENING ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningProgram program;
  private final int port;

  private OnvifCamera(RunningProgram program) {
    this.program = program;
    this.port = listeningPort(program);
  }

  /** One that is told more, such as {@code --auth digest}. */
  public static OnvifCamera start(String... options) {
    return new OnvifCamera(run("onvif-camera", "onvif_camera.py", options));
  }

  static RunningProgram run(String name, String script, String... options) {
    Path file = Path.of(System.getProperty("margay.counterparties"), script);
    List<String> command = new ArrayList<>(List.of(Program.PYTHON.path(), file.toString()));
    command.addAll(List.of(options));
    return RunningProgram.start(WorkFolder.numbered(name, "log"), Map.of(), command);
  }

  static int listeningPort(RunningProgram program) {
    return Integer.parseInt(program.output().await(0, WORD).substring(WORD.length()).strip());
  }

  public int port() {
    return port;
  }

  /** Something happens before the camera. */
  public void happens(String topic, String item, String value) {
    String query =
        "topic=%s&item=%s&value=%s".formatted(encoded(topic), encoded(item), encoded(value));
    send(HttpRequest.newBuilder(uri("/test/event?" + query)).POST(body()).build());
  }

  /** How it answers from now on. */
  public void answers(String kind) {
    send(HttpRequest.newBuilder(uri("/test/fault?kind=" + kind)).POST(body()).build());
  }

  /** What it was told. */
  public JsonNode state() {
    try {
      return JSON.readTree(send(HttpRequest.newBuilder(uri("/test/state")).build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static HttpRequest.BodyPublisher body() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    program.close();
  }
}
