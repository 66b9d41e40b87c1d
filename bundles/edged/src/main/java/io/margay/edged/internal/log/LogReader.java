package io.margay.edged.internal.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one container, and goes on reading while it is written and rotated. Blocks its
 * caller; an interrupt ends it.
 */
public final class LogReader {
  private static final int BLOCK = 16 << 10;

  private final Path file;
  private final BooleanSupplier running;
  private final Pause pause;

  /** Waits a little until a log may have grown. */
  @FunctionalInterface
  public interface Pause {
    void sleep() throws InterruptedException;
  }

  /** Takes the lines. */
  @FunctionalInterface
  public interface Sink {
    void line(LogLine line) throws IOException;
  }

  /**
   * @param running whether the container may still write
   */
  public LogReader(Path file, BooleanSupplier running, Pause pause) {
    this.file = file;
    this.running = running;
    this.pause = pause;
  }

  /**
   * Hands on what is asked for.
   *
   * @throws NoSuchFileException when there is no log
   */
  public void read(LogRequest request, Sink sink) throws IOException {
    Filter filter = new Filter(request, sink);
    LineBuffer lines = new LineBuffer();
    FileChannel open = FileChannel.open(file);
    try {
      Object key = key();
      if (request.tail() >= 0) {
        open.position(LogEnd.ofLines(open, request.tail()));
      }
      boolean goesOn = true;
      while (goesOn) {
        boolean wasRunning = request.follow() && running.getAsBoolean();
        drain(open, lines, filter);
        if (request.follow() && isRotated(key)) {
          drain(open, lines, filter);
          lines.clear();
          open.close();
          open = FileChannel.open(file);
          key = key();
        } else {
          goesOn = wasRunning && !filter.isFull();
          if (goesOn) {
            pause.sleep();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    } finally {
      open.close();
    }
  }

  private static void drain(FileChannel from, LineBuffer lines, Filter filter) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    while (!filter.isFull() && from.read(block) > 0) {
      lines.take(block.flip(), filter::take);
      block.clear();
    }
  }

  private boolean isRotated(@Nullable Object key) throws IOException {
    try {
      return !Objects.equals(key, key());
    } catch (NoSuchFileException betweenTwo) {
      return false;
    }
  }

  /** Tells one file from another of the same name. */
  private @Nullable Object key() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static final class Filter {
    private final LogRequest request;
    private final Sink sink;
    private long left;

    Filter(LogRequest request, Sink sink) {
      this.request = request;
      this.sink = sink;
      this.left = request.limitBytes() > 0 ? request.limitBytes() : Long.MAX_VALUE;
    }

    boolean isFull() {
      return left <= 0;
    }

    void take(String text) {
      LogLine.parse(text)
          .filter(line -> request.since() == null || !line.time().isBefore(request.since()))
          .filter(line -> !isFull())
          .ifPresent(this::hand);
    }

    private void hand(LogLine line) {
      left -= line.written().length();
      try {
        sink.line(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
