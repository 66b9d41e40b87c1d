package io.margay.mapper.internal.device;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.work.Job;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One session of a driver with a device, from the attempt to open it to its one close.
 *
 * <p>All calls are made by jobs of the station's link. A call that is given up takes the
 * conversation with it: the link goes on, and the thread that hangs closes the session when it
 * comes back.
 */
final class Conversation implements DriverCalls.Caller {
  /** Whose conversation it is. */
  interface Owner {
    /** A call hangs and was given up; told on the clock's thread. */
    void gaveUp(Conversation conversation, String reason);

    /** The call that was given up has returned. */
    void returned(Conversation conversation);
  }

  /** A call into the session. */
  @FunctionalInterface
  interface Call<T> {
    @Nullable T make(DeviceSession session, Deadline deadline) throws DriverException;
  }

  private final Station station;
  private final AtomicBoolean toClose = new AtomicBoolean();
  private final AtomicReference<@Nullable Runnable> afterClose = new AtomicReference<>();
  private volatile Owner owner;
  private volatile @Nullable DeviceSession session;
  private volatile boolean givenUp;

  Conversation(Station station, Owner owner) {
    this.station = station;
    this.owner = owner;
  }

  Station station() {
    return station;
  }

  /** Has another one told of what becomes of its calls. */
  void belongsTo(Owner next) {
    owner = next;
  }

  /** Opens the session. */
  void open(CompiledDevice device, DriverState restored) throws CallFailedException {
    long millis = device.timeoutMillis();
    Deadline deadline = station.calls().deadline(millis);
    try {
      run(
          "open",
          millis,
          () -> {
            DeviceSession opened = station.seat().driver().open(device.spec(), restored, deadline);
            session = opened;
            toClose.set(opened != null);
            return opened;
          });
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        close();
      }
      throw e;
    }
  }

  /** Makes a call into the open session. */
  <T> T call(String what, long millis, Call<T> call) throws CallFailedException {
    DeviceSession open = Objects.requireNonNull(session, "session");
    return run(what, millis, () -> call.make(open, station.calls().deadline(millis)));
  }

  /** Has the session compile properties. */
  ReadPlan plan(List<PropertySpec> properties, long millis) throws CallFailedException {
    return call("plan", millis, (open, deadline) -> open.plan(properties));
  }

  /** Tells people of an answer that nobody asked for. */
  void strayAnswer(@Nullable String property) {
    station.calls().strayAnswer(property);
  }

  /**
   * Closes the session, and then has something else done: at once, or on the clock's thread when
   * the closing hangs and is given up.
   */
  void close(Runnable then) {
    afterClose.set(then);
    close();
    goOnAfterClose();
  }

  private void goOnAfterClose() {
    Runnable then = afterClose.getAndSet(null);
    if (then != null) {
      then.run();
    }
  }

  /** Closes the session, unless that was done or is left to the thread that hangs in it. */
  void close() {
    DeviceSession open = session;
    if (givenUp || open == null || !toClose.getAndSet(false)) {
      return;
    }
    if (!station.calls().close(this, open)) {
      owner.returned(this);
    }
  }

  @Override
  public void gaveUp(String reason) {
    givenUp = true;
    Job stuck = station.queue().running();
    owner.gaveUp(this, reason);
    if (stuck != null) {
      station.queue().release(stuck);
    }
    goOnAfterClose();
  }

  private <T> T run(String what, long millis, DriverCalls.Work<T> work) throws CallFailedException {
    try {
      return station.calls().run(this, what, millis, work);
    } catch (CallFailedException e) {
      if (e.kind() == Kind.GIVEN_UP) {
        closeBelated();
        owner.returned(this);
      }
      throw e;
    }
  }

  private void closeBelated() {
    DeviceSession open = session;
    if (open != null && toClose.getAndSet(false)) {
      station.calls().closeBelated(open);
    }
  }
}
