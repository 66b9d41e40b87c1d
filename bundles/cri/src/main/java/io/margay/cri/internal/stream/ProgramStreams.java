package io.margay.cri.internal.stream;

import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.StreamOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The streams of a program: which channel is which. */
final class ProgramStreams implements ContainerStreams, ChannelSocket.Frames {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;
  private static final int RESIZE = 4;

  private final boolean tty;
  private final ChannelSocket socket = new ChannelSocket(this);
  private final ChannelOutput stdin = new ChannelOutput(socket, STDIN);
  private final ChannelInput stdout = new ChannelInput(socket::taken);
  private final ChannelInput stderr = new ChannelInput(socket::taken);
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  ProgramStreams(StreamOptions options) {
    tty = options.tty();
    if (!options.stdout()) {
      stdout.end();
    }
    if (!options.stderr() || tty) {
      stderr.end();
    }
  }

  ChannelSocket socket() {
    return socket;
  }

  @Override
  public int frame(int channel, byte[] content) {
    return switch (channel) {
      case STDOUT -> stdout.add(content);
      case STDERR -> stderr.add(content);
      case STATUS -> ended(new String(content, StandardCharsets.UTF_8));
      default -> 0;
    };
  }

  private int ended(String status) {
    if (!status.isEmpty()) {
      stdout.end();
      stderr.end();
      try {
        exit.complete(ExitStatus.code(status));
      } catch (EngineException e) {
        exit.completeExceptionally(e);
      }
    }
    return 0;
  }

  @Override
  public void over(@Nullable String reason) {
    if (reason == null) {
      stdout.end();
      stderr.end();
    } else {
      stdout.fail(reason);
      stderr.fail(reason);
    }
    exit.completeExceptionally(
        new EngineException.Unavailable(
            reason == null ? "closed before the program ended" : reason));
  }

  @Override
  public OutputStream stdin() {
    return stdin;
  }

  @Override
  public InputStream stdout() {
    return stdout;
  }

  @Override
  public InputStream stderr() {
    return stderr;
  }

  @Override
  public void resize(int columns, int rows) {
    if (tty) {
      byte[] size =
          "{\"Width\":%d,\"Height\":%d}".formatted(columns, rows).getBytes(StandardCharsets.UTF_8);
      try {
        socket.send(RESIZE, size, 0, size.length);
      } catch (IOException over) {
        // exit() tells the end of the connection.
      }
    }
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public void close() {
    socket.close();
  }
}
