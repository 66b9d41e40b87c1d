package io.margay.edged.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/** The streams of a program in a container. Closing ends the connection, not the program. */
@ConsumerType
public interface ContainerStreams extends AutoCloseable {

  /** What is written goes to the program; closing it is the end of its input. */
  OutputStream stdin();

  /** What the program writes; empty when it was not asked for. */
  InputStream stdout();

  /** The errors it writes; empty when not asked for, and with a terminal. */
  InputStream stderr();

  /** Tells the terminal its size; nothing without one. */
  void resize(int columns, int rows);

  /** The exit code; fails with an {@link EngineException} when the connection ends before. */
  CompletableFuture<Integer> exit();

  @Override
  void close();
}
