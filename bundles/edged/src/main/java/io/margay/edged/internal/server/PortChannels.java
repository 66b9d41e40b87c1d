package io.margay.edged.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a port of a pod with two channels of a WebSocket, as a kubelet does: 0 carries the data, 1
 * the reason why there is none. On each the number of the port comes first, as two bytes, the lower
 * one first.
 */
final class PortChannels {
  private static final Logger LOG = LoggerFactory.getLogger(PortChannels.class);
  private static final int DATA = 0;
  private static final int ERROR = 1;

  private final ChannelSocket socket;

  PortChannels(ChannelSocket socket) {
    this.socket = socket;
  }

  /** Returns when either side has closed the connection. */
  void join(ContainerEngine engine, String sandboxId, int port) throws IOException {
    byte[] number = {(byte) port, (byte) (port >> 8)};
    socket.output(DATA).write(number);
    socket.output(ERROR).write(number);
    try (ByteStream stream = engine.portForward(sandboxId, port)) {
      Thread listening = new Thread(() -> listen(stream), "margay-pod-port");
      listening.setDaemon(true);
      listening.start();
      try (InputStream input = stream.input()) {
        input.transferTo(socket.output(DATA));
      } finally {
        listening.interrupt();
      }
    } catch (EngineException | IOException e) {
      socket.output(ERROR).write(String.valueOf(e.getMessage()).getBytes(UTF_8));
    }
    socket.close();
  }

  private void listen(ByteStream stream) {
    try (OutputStream output = stream.output()) {
      socket.listen(
          (channel, content) -> {
            if (channel == DATA) {
              output.write(content);
              output.flush();
            }
          });
      stream.close();
    } catch (IOException over) {
      LOG.debug("a port takes no more: {}", over.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
