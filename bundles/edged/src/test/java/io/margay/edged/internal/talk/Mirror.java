package io.margay.edged.internal.talk;

import io.margay.edged.engine.ContainerStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A program that writes what it reads, and ends with its input. */
public final class Mirror implements ContainerStreams {
  private static final OutputStream REFUSING =
      new OutputStream() {
        @Override
        public void write(int octet) throws IOException {
          throw new IOException("broken pipe");
        }
      };

  private final PipedOutputStream stdin = new PipedOutputStream();
  private final PipedInputStream stdout;
  private final CompletableFuture<Integer> exit;
  private final BlockingQueue<String> sizes = new LinkedBlockingQueue<>();
  private volatile boolean refusing;
  private volatile boolean closed;

  public Mirror(CompletableFuture<Integer> exit) {
    this.exit = exit;
    try {
      stdout = new PipedInputStream(stdin);
    } catch (IOException e) {
      throw new AssertionError("the pipe is new", e);
    }
  }

  public static Mirror endingWith(int code) {
    return new Mirror(CompletableFuture.completedFuture(code));
  }

  /** Waits for what it is told of its terminal. */
  public String size() throws InterruptedException {
    return sizes.take();
  }

  /** From now on it takes no input. */
  public void refuseInput() {
    refusing = true;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public OutputStream stdin() {
    return refusing ? REFUSING : stdin;
  }

  @Override
  public InputStream stdout() {
    return stdout;
  }

  @Override
  public InputStream stderr() {
    return InputStream.nullInputStream();
  }

  @Override
  public void resize(int columns, int rows) {
    sizes.add(columns + "x" + rows);
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public void close() {
    closed = true;
    try {
      stdin.close();
    } catch (IOException e) {
      throw new AssertionError("a pipe closes", e);
    }
  }
}
