package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.plc4x.internal.library.Conversation;
import io.margay.driver.plc4x.internal.library.Library;
import io.margay.driver.plc4x.internal.library.Protocol;
import io.margay.driver.plc4x.internal.library.Target;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * PLC4X for the driver. Its connections open and close on workers of this class, because PLC4X
 * waits without an end when it does so; a worker that has nothing to do ends after a second.
 */
public final class Plc4xLibrary implements Library {
  private static final int MOST_WORKERS = 256;

  private final ClassLoader loader;

  /** Has one party for the library, and one for each connection that is being ended. */
  private final Phaser endings = new Phaser(1);

  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0, MOST_WORKERS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Plc4xLibrary::worker);

  public Plc4xLibrary(ClassLoader loader) {
    this.loader = loader;
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "plc4x-worker");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Optional<String> expectedInsteadOf(Protocol protocol, String address) {
    try {
      Dialect.of(protocol).tag(address);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(Dialect.of(protocol).example());
    }
  }

  @Override
  public Conversation connect(Target target, Deadline deadline) throws DriverException {
    return new PlcConversation(this, target, open(target, deadline));
  }

  /** Opens one more connection. */
  Wire open(Target target, Deadline deadline) throws DriverException {
    Wire wire = new Wire(loader, target);
    CompletableFuture<Void> connecting = new CompletableFuture<>();
    var work =
        workers.submit(
            () -> {
              try {
                wire.connect();
                connecting.complete(null);
              } catch (Exception e) {
                connecting.completeExceptionally(e);
              }
            });
    try {
      Patience.await(connecting, deadline);
      return wire;
    } catch (DriverException | RefusedException e) {
      work.cancel(true);
      end(wire);
      throw new DriverException("no connection to %s: %s".formatted(target, e.getMessage()), e);
    }
  }

  /** Ends a connection, on a worker. */
  void end(Wire wire) {
    endings.register();
    workers.execute(
        () -> {
          try {
            wire.end();
          } finally {
            endings.arriveAndDeregister();
          }
        });
  }

  @Override
  public void close() {
    workers.execute(
        () -> {
          endings.arriveAndAwaitAdvance();
          Leftovers.end();
        });
    workers.shutdown();
  }
}
