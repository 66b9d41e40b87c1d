package io.margay.driver.onvif.internal.events;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.http.Web;
import io.margay.driver.onvif.internal.soap.CameraFault;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what cameras tell: one thread for the pull points of all of them, which begins with the
 * first and ends with the last. Somebody has to wait for an answer that comes when it likes, and
 * the engine calls a driver only to have something done by a deadline.
 */
public final class EventWaiter {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Round round;

  /** Begins to ask a pull point. */
  public void join(PullPoint point) throws IOException {
    lock.lock();
    try {
      if (round == null) {
        round = new Round(Selector.open());
        Thread thread = new Thread(round, "onvif-events");
        thread.setDaemon(true);
        thread.start();
      }
      round.points.put(point, Place.NEW);
      round.selector.wakeup();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; nothing more is told. */
  public void leave(PullPoint point) {
    lock.lock();
    try {
      if (round != null) {
        round.points.remove(point);
        round.selector.wakeup();
      }
    } finally {
      lock.unlock();
    }
    point.close();
  }

  /** How far a pull point has come. */
  private enum Place {
    NEW,
    ASKED
  }

  /** The life of the thread. */
  private final class Round implements Runnable {
    private final Selector selector;

    /** Guarded by the lock. */
    private final Map<PullPoint, Place> points = new HashMap<>();

    private Round(Selector selector) {
      this.selector = selector;
    }

    @Override
    public void run() {
      try (selector) {
        while (true) {
          Map<PullPoint, Place> now = members();
          if (now.isEmpty()) {
            return;
          }
          now.forEach(this::prepare);
          selector.select(Math.max(1, patience()));
          members().keySet().forEach(this::attend);
        }
      } catch (IOException e) {
        endAll("nothing can be waited for: " + e.getMessage());
      }
    }

    private void endAll(String reason) {
      Set<PullPoint> left;
      lock.lock();
      try {
        left = Set.copyOf(points.keySet());
        points.clear();
        round = null;
      } finally {
        lock.unlock();
      }
      for (PullPoint point : left) {
        point.close();
        point.lost(reason);
      }
    }

    /** Those that are there; the last one to leave ends the round. */
    private Map<PullPoint, Place> members() {
      lock.lock();
      try {
        if (points.isEmpty()) {
          round = null;
        }
        return Map.copyOf(points);
      } finally {
        lock.unlock();
      }
    }

    private long patience() {
      return members().keySet().stream().mapToLong(PullPoint::remainingMillis).min().orElse(1);
    }

    /** Asks one that is new, and has the selector look at the one that was asked. */
    private void prepare(PullPoint point, Place place) {
      trying(
          point,
          () -> {
            if (place == Place.NEW) {
              point.ask();
              asked(point);
            }
            SocketChannel channel = point.channel();
            if (channel != null && channel.keyFor(selector) == null) {
              channel.configureBlocking(false);
              channel.register(selector, SelectionKey.OP_READ);
            }
          });
    }

    private void asked(PullPoint point) {
      lock.lock();
      try {
        points.replace(point, Place.ASKED);
      } finally {
        lock.unlock();
      }
    }

    private void attend(PullPoint point) {
      trying(
          point,
          () -> {
            SocketChannel channel = point.channel();
            SelectionKey key = channel == null ? null : channel.keyFor(selector);
            if (channel != null && key != null && key.isReadable()) {
              key.cancel();
              selector.selectNow();
              channel.configureBlocking(true);
              point.take();
            } else if (point.remainingMillis() == 0) {
              throw new IOException("the camera has not answered in time");
            }
          });
    }

    private void trying(PullPoint point, Step step) {
      try {
        step.go();
        closeIfLeft(point);
      } catch (IOException e) {
        end(point, Web.reason(e, Deadline.in(Duration.ofSeconds(1))));
      } catch (DriverException | CameraFault e) {
        end(point, String.valueOf(e.getMessage()));
      } catch (CancelledKeyException | ClosedSelectorException e) {
        end(point, "the connection was closed");
      } catch (RuntimeException e) {
        end(point, "what the camera told could not be taken in: " + e);
      }
    }

    /** One that has left meanwhile may just have opened another connection. */
    private void closeIfLeft(PullPoint point) {
      if (!members().containsKey(point)) {
        point.close();
      }
    }

    private void end(PullPoint point, String reason) {
      boolean wasMember;
      lock.lock();
      try {
        wasMember = points.remove(point) != null;
      } finally {
        lock.unlock();
      }
      point.close();
      if (wasMember) {
        point.lost(reason);
      }
    }
  }

  /** Something that may fail with a pull point. */
  @FunctionalInterface
  private interface Step {
    void go() throws IOException, DriverException, CameraFault;
  }
}
