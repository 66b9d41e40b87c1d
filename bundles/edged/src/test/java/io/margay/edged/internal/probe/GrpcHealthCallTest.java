package io.margay.edged.internal.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.internal.pod.Handler.Grpc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcHealthCallTest {
  private static final String SETTINGS = "000000040000000000";
  private static final String PING = "0000080600000000000000000000000000";
  private static final String HEADERS = "000001010400000001" + "88";
  private static final String TRAILERS = "000001010500000001" + "88";

  @ParameterizedTest
  @CsvSource({
    // what the server sends | success | message
    "000007000100000001 0000000002 0801,true,''",
    "000007000000000001 0000000002 0801,true,''",
    "000007000000000001 0000000002 0802,false,the service does not serve",
    "000005000000000001 0000000000,false,the service does not serve",
    "'',false,'the server has no such service, or no health service'",
    "000009000800000001 01 0000000002 0801 00,true,''",
    "000004030000000001 00000008,false,the server ended the call",
    "000008070000000000 0000000000000001,false,the server ended the call",
    "ffffff000000000001,false,'gRPC 127.0.0.1:PORT: found a frame of 16777215 bytes, expected"
        + " HTTP/2'",
  })
  void theServersFirstMessageDecides(String data, boolean success, String message)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CompletableFuture<String> asked =
          answer(server, SETTINGS + PING + HEADERS + data.replace(" ", "") + TRAILERS);

      Outcome outcome =
          new GrpcHealthCall()
              .ask(new Grpc(server.getLocalPort(), "press"), "127.0.0.1", Duration.ofSeconds(20));

      assertThat(outcome)
          .isEqualTo(
              success
                  ? Outcome.SUCCESS
                  : Outcome.failure(
                      message.replace("PORT", String.valueOf(server.getLocalPort()))));
      assertThat(asked.join())
          .startsWith("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
          .contains("/grpc.health.v1.Health/Check")
          .endsWith("\0\0\0\0\7\n\5press");
    }
  }

  private static CompletableFuture<String> answer(ServerSocket server, String hex) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = server.accept()) {
            StringBuilder asked = new StringBuilder();
            InputStream input = socket.getInputStream();
            while (!asked.toString().endsWith("press")) {
              asked.append((char) input.read());
            }
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            input.readAllBytes();
            return new String(asked.toString().getBytes(ISO_8859_1), ISO_8859_1);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
