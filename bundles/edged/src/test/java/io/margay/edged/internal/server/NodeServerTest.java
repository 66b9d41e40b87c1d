package io.margay.edged.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.ExecResult;
import io.margay.meta.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeServerTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private NodeServer server;

  @BeforeEach
  void serve() throws IOException {
    Files.writeString(
        folder.resolve("0.log"),
        """
        2026-11-27T11:59:00Z stdout F one
        2026-11-27T12:00:00Z stderr F two
        """);
    server = open(TestServer.TOKEN);
  }

  private NodeServer open(String token) throws IOException {
    return TestServer.open(folder, token, this::engine);
  }

  @AfterEach
  void nothingListensAnyMore() throws InterruptedException {
    server.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("margay-pods-api")) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).as("a worker of a closed server").isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/healthz|200|ok",
        "/containerLogs/plant/press/a|200|one;two;",
        "/containerLogs/plant/press/a?tailLines=1|200|two;",
        "/containerLogs/plant/press/a?sinceSeconds=40|200|two;",
        "/containerLogs/plant/press/a?limitBytes=2|200|one;",
        "/containerLogs/plant/press/a?timestamps=true&tailLines=1|200|2026-11-27T12:00:00Z two;",
        "/containerLogs/plant/press/a?tailLines=x|400|tailLines: found something else, expected a whole number;",
        "/containerLogs/plant/press/a?previous=true|404|found no previous container a in pod plant/press;",
        "/containerLogs/plant/press/b|404|found no container b in pod plant/press;",
        "/containerLogs/plant/press|404|expected /containerLogs/<namespace>/<pod>/<container>;",
        "/stats|404|expected /stats/summary;",
        "/none|404|there is nothing at this path;",
        "/run/plant/press/a?cmd=ls|405|expected POST;",
      })
  void aReaderIsAnswered(String path, int status, String body) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body().replace("\n", ";")).isEqualTo(body);
  }

  @Test
  void podsComeWithTheirStatus() throws Exception {
    Map<String, Object> list = JsonText.read(get("/pods").body());

    assertThat(list).containsEntry("kind", "PodList");
    assertThat(list.get("items").toString())
        .contains("name=press")
        .contains("uid=u1")
        .contains("phase=Running");
  }

  @Test
  void theSummaryTellsWhatContainersUse() throws Exception {
    String summary = get("/stats/summary").body();

    assertThat(JsonText.read(summary)).containsKeys("node", "pods");
    assertThat(summary)
        .contains("\"podRef\":{\"name\":\"press\",\"namespace\":\"plant\",\"uid\":\"u1\"}")
        .contains("\"usageCoreNanoSeconds\":7")
        .contains("\"workingSetBytes\":8");
  }

  @ParameterizedTest
  @CsvSource({"Origin,http://127.0.0.1,403", "X-Other,x,200"})
  void aWebPageIsNotAnswered(String header, String value, int status) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/healthz")).header(header, value).build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer 0123456789abcdef,200",
    "Bearer 0123456789abcdee,401",
    "Bearer ,401",
    "0123456789abcdef,401",
  })
  void onlyTheTokenRunsPrograms(String authorization, int status) throws Exception {
    HttpResponse<String> response = run(authorization);

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 200) {
      assertThat(response.body()).isEqualTo("[echo, a b]");
      assertThat(response.headers().firstValue("X-Exit-Code")).contains("3");
    }
  }

  @Test
  void withoutATokenNobodyRunsPrograms() throws Exception {
    server.close();
    server = open("");

    assertThat(run("Bearer ").statusCode()).isEqualTo(403);
  }

  @Test
  void itListensToThisMachineAlone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NodeServer.open(
                    new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0),
                    new Routes(
                        "",
                        TestServer.meta(),
                        new Summary("n", folder, Optional::empty, InstantSource.system()),
                        new ContainerFinder(Optional::empty),
                        InstantSource.system())))
        .withMessageContaining("expected a loopback address");
  }

  private HttpResponse<String> run(String authorization) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/run/plant/press/a?command=echo&command=a%20b"))
            .header("Authorization", authorization)
            .POST(BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private ContainerEngine engine() {
    return TestServer.engine(
        (method, arguments) ->
            switch (method) {
              case "container" ->
                  new ContainerStatus(
                      TestServer.PRESS,
                      "i",
                      TestServer.NOON,
                      null,
                      0,
                      "",
                      "",
                      folder.resolve("0.log").toString());
              case "usage" ->
                  List.of(new ContainerUsage(TestServer.PRESS, TestServer.NOON, 7, 8, 9, 10));
              case "exec" -> new ExecResult(3, arguments.get(1).toString(), "", false);
              default -> throw new IllegalStateException(method);
            });
  }
}
