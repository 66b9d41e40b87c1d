package io.margay.edged.internal.talk;

import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks with a program in a container until it ends. Whoever gives it input, and whoever hears its
 * complaints, does so on a thread that ends with it.
 *
 * @param output where what it writes goes; flushed after each piece
 * @param errors where its complaints go
 */
public record Conversation(Input input, OutputStream output, OutputStream errors) {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final int BLOCK_BYTES = 8192;
  private static final long END_MILLIS = 2_000;

  /** Gives a program what it reads. */
  @FunctionalInterface
  public interface Input {

    /** Nothing: it is left waiting, should it read. */
    Input NONE = streams -> {};

    /** Runs on a thread of its own, which is interrupted when the program has ended. */
    void give(ContainerStreams streams) throws IOException, InterruptedException;
  }

  /**
   * Talks until the program's end, and closes its streams.
   *
   * @return its exit code
   * @throws EngineException when it could not be run
   * @throws IOException when the other side has gone, or this thread is interrupted
   */
  public int hold(ContainerStreams streams) throws IOException, InterruptedException {
    Thread giving = thread("margay-pod-input", () -> input.give(streams));
    Thread complaining = thread("margay-pod-errors", () -> copy(streams.stderr(), errors));
    try (streams) {
      copy(streams.stdout(), output);
      int code = streams.exit().get();
      complaining.join(END_MILLIS);
      return code;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EngineException failure
          ? failure
          : new EngineException.Failed(String.valueOf(e.getCause()), e);
    } finally {
      giving.interrupt();
      complaining.interrupt();
      giving.join(END_MILLIS);
      complaining.join(END_MILLIS);
    }
  }

  /** What may end for want of a partner. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static Thread thread(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException over) {
                LOG.debug("{} is over: {}", name, over.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Hands on each piece as it comes, until there is no more. */
  public static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    for (int read = from.read(block); read >= 0; read = from.read(block)) {
      to.write(block, 0, read);
      to.flush();
    }
  }
}
