package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one TCP connection that all units behind a host and port share, made again when it was lost:
 * many a device allows only a few connections, or a single one.
 *
 * <p>One request is under way at a time. A failure breaks the conversation of the session that met
 * it; the others find a fresh connection at their next request.
 */
final class TcpLink {
  private final Transport.Tcp address;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Object state = new Object();

  // guarded by state
  private @Nullable TcpConnection connection;
  private boolean closed;

  TcpLink(Transport.Tcp address) {
    this.address = address;
  }

  /** Connects, unless that is done already. */
  void connect(int timeoutMillis, Deadline deadline) throws DriverException {
    takeTurn(deadline);
    try {
      connected(timeoutMillis, deadline);
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
  byte[] exchange(Query query, int timeoutMillis, Deadline deadline)
      throws DriverException, ExceptionReply {
    takeTurn(deadline);
    try {
      TcpConnection kept = current();
      if (kept != null) {
        try {
          return exchange(kept, query, timeoutMillis, deadline);
        } catch (BrokenConnectionException e) {
          if (!e.isClosedByPeer()) {
            throw e;
          }
        }
      }
      return exchange(connected(timeoutMillis, deadline), query, timeoutMillis, deadline);
    } catch (BrokenConnectionException e) {
      throw new DriverException(e.reason());
    } finally {
      turn.unlock();
    }
  }

  /** Closes the connection for good. Waits for nobody: a request under way fails. */
  void close() {
    TcpConnection last;
    synchronized (state) {
      closed = true;
      last = connection;
      connection = null;
    }
    if (last != null) {
      last.close();
    }
  }

  private void takeTurn(Deadline deadline) throws DriverException {
    try {
      if (!turn.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
        throw new DriverException("tcp://" + address + " was busy with other devices");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DriverException("interrupted", e);
    }
  }

  private byte[] exchange(TcpConnection wire, Query query, int timeoutMillis, Deadline deadline)
      throws BrokenConnectionException, ExceptionReply {
    try {
      return wire.exchange(query, timeoutMillis, deadline);
    } catch (BrokenConnectionException e) {
      synchronized (state) {
        connection = null;
      }
      wire.close();
      throw e;
    }
  }

  private @Nullable TcpConnection current() throws BrokenConnectionException {
    synchronized (state) {
      if (closed) {
        throw BrokenConnectionException.because("closed");
      }
      return connection;
    }
  }

  private TcpConnection connected(int timeoutMillis, Deadline deadline)
      throws BrokenConnectionException {
    TcpConnection kept = current();
    return kept != null ? kept : keep(TcpConnection.open(address, timeoutMillis, deadline));
  }

  private TcpConnection keep(TcpConnection fresh) throws BrokenConnectionException {
    synchronized (state) {
      if (!closed) {
        connection = fresh;
        return fresh;
      }
    }
    fresh.close();
    throw BrokenConnectionException.because("closed");
  }
}
