package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.StreamOptions;
import io.margay.edged.internal.talk.Conversation;
import io.margay.meta.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the streams of a program with the channels of a WebSocket, as a kubelet does: 0 is its
 * input, 1 its output, 2 its errors, 3 the {@code Status} at its end, 4 the size of its terminal;
 * 255 names a channel that ends.
 */
final class ProgramChannels {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramChannels.class);
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;
  private static final int RESIZE = 4;
  private static final int END_OF_CHANNEL = 255;

  private final ChannelSocket socket;

  ProgramChannels(ChannelSocket socket) {
    this.socket = socket;
  }

  /** Returns when the program has ended and that was told, or when the caller has gone. */
  void join(ContainerStreams streams, StreamOptions options) throws IOException {
    try {
      // An empty frame says that the program is there (k8s.io/kubelet, remotecommand).
      socket
          .output(options.stdout() ? STDOUT : options.stderr() ? STDERR : STATUS)
          .write(new byte[0]);
      socket.output(STATUS).write(JsonText.write(talk(streams)).getBytes(UTF_8));
      socket.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How the program ended, as a Kubernetes {@code Status} (meta/v1). */
  private Map<String, Object> talk(ContainerStreams streams)
      throws IOException, InterruptedException {
    try {
      int code =
          new Conversation(this::listen, socket.output(STDOUT), socket.output(STDERR))
              .hold(streams);
      return code == 0
          ? Map.of("metadata", Map.of(), "status", "Success")
          : failure(
              "command terminated with non-zero exit code: exit code " + code,
              "NonZeroExitCode",
              List.of(Map.of("reason", "ExitCode", "message", Integer.toString(code))));
    } catch (EngineException e) {
      return failure(String.valueOf(e.getMessage()), "InternalError", List.of());
    }
  }

  private static Map<String, Object> failure(
      String message, String reason, List<Map<String, String>> causes) {
    return Map.of(
        "metadata",
        Map.of(),
        "status",
        "Failure",
        "message",
        message,
        "reason",
        reason,
        "details",
        Map.of("causes", causes));
  }

  private void listen(ContainerStreams streams) throws IOException, InterruptedException {
    socket.listen(
        (channel, content) -> {
          switch (channel) {
            case STDIN -> {
              streams.stdin().write(content);
              streams.stdin().flush();
            }
            case RESIZE -> resize(streams, new String(content, UTF_8));
            case END_OF_CHANNEL -> {
              if (content.length == 1 && content[0] == STDIN) {
                streams.stdin().close();
              }
            }
            default -> LOG.debug("a frame for channel {} is for nobody", channel);
          }
        });
    streams.close();
  }

  private static void resize(ContainerStreams streams, String text) {
    try {
      Map<String, Object> size = JsonText.read(text);
      if (size.get("Width") instanceof Integer columns
          && size.get("Height") instanceof Integer rows) {
        streams.resize(columns, rows);
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("the size of a terminal is {}", e.getMessage());
    }
  }
}
