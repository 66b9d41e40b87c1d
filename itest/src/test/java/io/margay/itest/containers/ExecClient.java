package io.margay.itest.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/**
 * Speaks with a program over a kubelet's WebSocket, and prints each frame as channel, colon,
 * content. A program of its own, as it is started inside the network of a node.
 */
public final class ExecClient implements WebSocket.Listener {
  private static final byte STDIN = 0;
  private static final byte END_OF_CHANNEL = (byte) 255;

  private final CountDownLatch closed = new CountDownLatch(1);

  private ExecClient() {}

  /** Address, token, and what to type. */
  public static void main(String[] arguments) throws Exception {
    ExecClient client = new ExecClient();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + arguments[1])
            .subprotocols("v5.channel.k8s.io", "v4.channel.k8s.io")
            .buildAsync(URI.create(arguments[0]), client)
            .join();
    byte[] typed = arguments[2].getBytes(UTF_8);
    socket
        .sendBinary(ByteBuffer.allocate(typed.length + 1).put(STDIN).put(typed).flip(), true)
        .join();
    socket.sendBinary(ByteBuffer.wrap(new byte[] {END_OF_CHANNEL, STDIN}), true).join();
    client.closed.await();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer frame, boolean last) {
    System.out.println(frame.get() + ":" + UTF_8.decode(frame));
    socket.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    closed.countDown();
    return CompletableFuture.completedFuture(null);
  }
}
