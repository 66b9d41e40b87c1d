package io.margay.deviceapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RobustnessTest {

  @Test
  void garbageIsNotAnsweredWithAnythingButARefusalAndStopsNothing() throws Exception {
    Random random = new Random(4);
    try (Api api = Api.open()) {
      for (int round = 0; round < 300; round++) {
        StringBuilder garbage = new StringBuilder(round % 2 == 0 ? "" : "GET /api/v1/ping ");
        random.ints(random.nextInt(2000), 0, 256).forEach(b -> garbage.append((char) b));

        assertThat(answer(api, garbage + "\r\n\r\n")).doesNotStartWith("HTTP/1.1 200");
      }

      assertThat(api.get("/api/v1/ping").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRequestLineWithoutEndIsCutOff() throws Exception {
    try (Api api = Api.open();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(30_000);
      byte[] letters = "GET /".concat("a".repeat(1 << 16)).getBytes(StandardCharsets.US_ASCII);

      int sent = 0;
      try {
        while (sent < 256) {
          socket.getOutputStream().write(letters);
          sent++;
        }
      } catch (IOException cutOff) {
        assertThat(cutOff).isNotNull();
      }

      assertThat(sent).isLessThan(256);
      assertThat(api.get("/api/v1/ping").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatIsTooLargeIsAnsweredThoughItsSenderStillSends() throws Exception {
    try (Api api = Api.open()) {
      HttpResponse<String> reply =
          api.post("/api/v1/device/default/press/speed", "a".repeat(1_000_000));

      assertThat(reply.statusCode()).isEqualTo(413);
      assertThat(reply.body()).contains("body: expected at most 65536 bytes");
      assertThat(api.devices.calls).isEmpty();
    }
  }

  @Test
  void aNumberThatWouldBeAGigabyteOfDigitsIsRefused() throws Exception {
    try (Api api = Api.open()) {
      for (String number : List.of("1e999999999", "0e-999999999", "-1.5e-999999999")) {
        HttpResponse<String> reply =
            api.post("/api/v1/device/default/press/speed", "{\"value\":" + number + "}");

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("value: found ", ", expected at most 400 digits");
      }
      assertThat(api.devices.calls).isEmpty();
    }
  }

  @Test
  void connectionsThatSayNothingHoldNoThread() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (Api api = Api.open()) {
      for (int i = 0; i < 100; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), api.port()));
      }

      assertThat(api.get("/api/v1/ping").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void devicesThatTakeTheirTimeHoldNoThreadAndNoMoreThanSomeMayWait() throws Exception {
    try (Api api = Api.open()) {
      api.devices.hold = new CompletableFuture<>();
      List<CompletableFuture<Integer>> replies = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        replies.add(
            api.client
                .sendAsync(
                    api.request("/api/v1/device/default/press/speed").build(),
                    HttpResponse.BodyHandlers.discarding())
                .handle((reply, refused) -> reply == null ? 0 : reply.statusCode()));
      }
      Thread freer =
          new Thread(
              () -> {
                while (replies.stream().filter(CompletableFuture::isDone).count() < 1000 - 128) {
                  Thread.onSpinWait();
                }
                api.devices.hold.complete(null);
              });
      freer.start();

      List<Integer> statuses = replies.stream().map(CompletableFuture::join).toList();

      freer.join();
      assertThat(statuses.stream().filter(status -> status == 200).count()).isBetween(1L, 128L);
      assertThat(statuses).contains(429).isSubsetOf(0, 200, 429);
      assertThat(api.devices.calls.size()).isLessThanOrEqualTo(128);
      api.devices.hold = CompletableFuture.completedFuture(null);
      assertThat(api.get("/api/v1/device/default/press/speed").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void oneThatStopsLeavesNoThreadAndNoSocket() throws Exception {
    Api api = Api.open();
    api.devices.hold = new CompletableFuture<>();
    CompletableFuture<Integer> waiting =
        api.client
            .sendAsync(
                api.request("/api/v1/device/default/press/speed").build(),
                HttpResponse.BodyHandlers.discarding())
            .handle((reply, refused) -> refused == null ? reply.statusCode() : 0);
    while (api.devices.calls.isEmpty()) {
      Thread.onSpinWait();
    }
    int port = api.port();

    api.close();

    assertThat(waiting.join()).isZero();
    while (ownThreads() > 0) {
      Thread.onSpinWait();
    }
    assertThat(refuses(port)).isTrue();
  }

  private static long ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("margay-deviceapi-") || name.equals("HTTP-Dispatcher"))
        .count();
  }

  private static boolean refuses(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return false;
    } catch (SocketException refused) {
      return true;
    }
  }

  private static String answer(Api api, String request) {
    try {
      return api.raw(request);
    } catch (IOException closedAtOnce) {
      return "";
    }
  }
}
