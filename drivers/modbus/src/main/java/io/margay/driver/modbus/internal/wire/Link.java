package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one wire that all units of a transport share, opened again when it was lost: many a device
 * allows only a few connections, and a serial port is held once.
 *
 * <p>One request is under way at a time, and the silence that the wire or a device needs before the
 * next one is kept. A failure breaks the conversation of the session that met it; the others find a
 * usable wire at their next request.
 */
public final class Link {
  /** What units need to carry out a broadcast (MODBUS over Serial Line V1.02, section 2.4.1). */
  private static final long TURNAROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Transport transport;
  private final LongSupplier nanoClock;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Object state = new Object();

  // guarded by turn
  private long lastActivityNanos;
  private boolean wasActive;

  // guarded by state
  private @Nullable Wire wire;
  private boolean closed;

  Link(Transport transport, LongSupplier nanoClock) {
    this.transport = transport;
    this.nanoClock = nanoClock;
  }

  /** Connects, unless that is done already. */
  public void connect(Patience patience, Deadline deadline) throws DriverException {
    takeTurn(deadline);
    try {
      connected(patience, deadline);
    } catch (BrokenConnectionException e) {
      throw new DriverException(e.reason());
    } finally {
      turn.unlock();
    }
  }

  /**
   * Asks, and waits for the data of the answer.
   *
   * <p>Asks a second time when a connection of old proves to be closed by the device, as many do
   * when it was idle. No harm comes of asking twice: what Modbus writes is absolute.
   */
  public byte[] exchange(Query query, Patience patience, Deadline deadline)
      throws DriverException, ExceptionReply {
    takeTurn(deadline);
    try {
      Wire kept = current();
      if (kept != null) {
        try {
          return exchange(kept, query, patience, deadline);
        } catch (BrokenConnectionException e) {
          if (!e.isClosedByPeer()) {
            throw e;
          }
        }
      }
      return exchange(connected(patience, deadline), query, patience, deadline);
    } catch (BrokenConnectionException e) {
      throw new DriverException(e.reason());
    } finally {
      turn.unlock();
    }
  }

  /** Sends a request to all units; none answers. */
  public void broadcast(Query query, Patience patience, Deadline deadline) throws DriverException {
    takeTurn(deadline);
    try {
      Wire open = connected(patience, deadline);
      keepSilence(patience);
      try {
        open.send(query);
      } catch (BrokenConnectionException e) {
        drop(open);
        throw e;
      } finally {
        active(transport.nanosOnTheLine(query) + TURNAROUND_NANOS);
      }
    } catch (BrokenConnectionException e) {
      throw new DriverException(e.reason());
    } finally {
      turn.unlock();
    }
  }

  /** Closes the wire for good. Waits for nobody: a request under way fails. */
  void close() {
    Wire last;
    synchronized (state) {
      closed = true;
      last = wire;
      wire = null;
    }
    if (last != null) {
      last.close();
    }
  }

  private void takeTurn(Deadline deadline) throws DriverException {
    try {
      if (!turn.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
        throw new DriverException(transport.link() + " was busy with other devices");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DriverException("interrupted", e);
    }
  }

  private byte[] exchange(Wire open, Query query, Patience patience, Deadline deadline)
      throws BrokenConnectionException, ExceptionReply {
    keepSilence(patience);
    if (deadline.hasPassed()) {
      throw BrokenConnectionException.because("not asked: no time was left");
    }
    try {
      return open.exchange(query, sooner(patience, deadline));
    } catch (BrokenConnectionException e) {
      if (e.isClosedByPeer() || !open.outlivesFailures()) {
        drop(open);
      }
      throw e;
    } finally {
      active(0);
    }
  }

  private static Deadline sooner(Patience patience, Deadline deadline) {
    return Deadline.in(
        Duration.ofMillis(Math.min(patience.timeoutMillis(), deadline.remainingMillis())));
  }

  private void drop(Wire broken) {
    synchronized (state) {
      if (wire == broken) {
        wire = null;
      }
    }
    broken.close();
  }

  /** Waits until the wire has been quiet for long enough; an interrupt ends the wait. */
  private void keepSilence(Patience patience) throws BrokenConnectionException {
    long gap = Math.max(transport.gapNanos(), TimeUnit.MILLISECONDS.toNanos(patience.gapMillis()));
    if (!wasActive) {
      return;
    }
    long left = lastActivityNanos + gap - nanoClock.getAsLong();
    while (left > 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw BrokenConnectionException.because("interrupted");
      }
      LockSupport.parkNanos(left);
      left = lastActivityNanos + gap - nanoClock.getAsLong();
    }
  }

  /**
   * Something was on the wire.
   *
   * @param stillNanos for how much longer units are at work on it
   */
  private void active(long stillNanos) {
    lastActivityNanos = nanoClock.getAsLong() + stillNanos;
    wasActive = true;
  }

  private @Nullable Wire current() throws BrokenConnectionException {
    synchronized (state) {
      if (closed) {
        throw BrokenConnectionException.because("closed");
      }
      return wire;
    }
  }

  private Wire connected(Patience patience, Deadline deadline) throws BrokenConnectionException {
    Wire kept = current();
    return kept != null ? kept : keep(transport.open(sooner(patience, deadline)));
  }

  private Wire keep(Wire fresh) throws BrokenConnectionException {
    synchronized (state) {
      if (!closed) {
        wire = fresh;
        return fresh;
      }
    }
    fresh.close();
    throw BrokenConnectionException.because("closed");
  }
}
