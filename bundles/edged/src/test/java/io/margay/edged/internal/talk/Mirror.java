package io.margay.edged.internal.talk;

import io.margay.edged.engine.ContainerStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;

/** A program that writes what it reads, and ends with its input. */
public final class Mirror implements ContainerStreams {
  private final PipedOutputStream stdin = new PipedOutputStream();
  private final PipedInputStream stdout;
  private final CompletableFuture<Integer> exit;
  private volatile String size = "";
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

  /** What it was told of its terminal. */
  public String size() {
    return size;
  }

  public boolean isClosed() {
    return closed;
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
    return InputStream.nullInputStream();
  }

  @Override
  public void resize(int columns, int rows) {
    size = columns + "x" + rows;
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
