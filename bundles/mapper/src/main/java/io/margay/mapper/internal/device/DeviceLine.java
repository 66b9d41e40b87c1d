package io.margay.mapper.internal.device;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device under one driver: opens it, polls it, writes to it, and goes on trying when it is
 * away.
 *
 * <p>Calls into the driver are jobs on the device's link, so they never overlap. The lock guards
 * the state between them and is never held during a call to the driver or to the runtime. Whoever
 * ends a conversation raises the epoch; a job that finds another epoch than it began with leaves
 * the state alone.
 */
final class DeviceLine {
  /** What a device's line is doing. */
  private enum Phase {
    /** A job that opens the device is in the queue or running. */
    OPENING,
    /** A conversation is open. */
    UP,
    /** The next attempt to open waits for its time. */
    AWAY,
    /** A call was given up; nothing is tried until it returns. */
    STUCK,
    /** The end. */
    CLOSED
  }

  private static final Logger log = LoggerFactory.getLogger(DeviceLine.class);
  private static final int MOST_REQUESTS = 1_000;
  private static final long MORE_MILLIS_PER_REQUEST = 300;

  private final NamespacedName key;
  private final DeviceDriver driver;
  private final EngineParts parts;
  private final DeviceMemory memory;
  private final DeviceOutlet outlet;
  private final DriverCalls calls;

  private final ReentrantLock lock = new ReentrantLock();
  private final Polls polls;
  private final Wishes wishes;
  private final Health health;
  private final BackOff backOff;
  private DeviceImage image;
  private LinkQueue link;
  private Phase phase = Phase.OPENING;
  private long epoch;
  private @Nullable DeviceSession session;
  private @Nullable DeviceSession inCall;
  private final Set<DeviceSession> toClose = Collections.newSetFromMap(new IdentityHashMap<>());
  private Time.@Nullable Alarm retry;
  private Time.@Nullable Alarm writeRetry;
  private boolean writeQueued;
  private boolean lossTold;
  private boolean strayTold;

  /** A line for a device; {@link #start()} sets it going. */
  DeviceLine(
      CompiledDevice device,
      String linkName,
      DeviceDriver driver,
      String driverName,
      EngineParts parts,
      DeviceMemory memory,
      DeviceOutlet outlet) {
    this.key = device.key();
    this.driver = driver;
    this.parts = parts;
    this.memory = memory;
    this.outlet = outlet;
    this.calls = new DriverCalls(key, driverName, parts.watchdog(), this::gaveUp);
    this.polls = new Polls(key, parts.time(), lock, group -> pollSoon(group));
    this.wishes = new Wishes(memory, parts::backOff);
    this.health = new Health(key, outlet);
    this.backOff = parts.backOff();
    this.image = new DeviceImage(device, linkName, memory, null);
    this.link = parts.links().join(linkName);
  }

  void start() {
    lock.lock();
    try {
      polls.regroup(image);
      wishes.describe(image, parts.time().nanos());
      openSoon();
    } finally {
      lock.unlock();
    }
  }

  /** Changes the description, with as little disturbance as the change allows. */
  void describe(CompiledDevice device, String linkName) {
    lock.lock();
    try {
      if (phase == Phase.CLOSED) {
        return;
      }
      DeviceImage earlier = image;
      image = new DeviceImage(device, linkName, memory, earlier);
      wishes.describe(image, parts.time().nanos());
      boolean elsewhere = !linkName.equals(earlier.link());
      if (elsewhere || device.needsAnotherSessionThan(earlier.compiled())) {
        reopen(elsewhere);
      }
      polls.regroup(image);
      lossTold &= image.slots().stream().allMatch(slot -> slot.lastQuality() != null);
      writeWhenDue();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the line: interrupts the call under way, closes the session.
   *
   * @param closed runs on a worker when no call of this line is under way any more, but for one
   *     that was given up
   */
  void close(Runnable closed) {
    lock.lock();
    try {
      if (phase == Phase.CLOSED) {
        closed.run();
        return;
      }
      phase = Phase.CLOSED;
      DeviceSession open = endConversation();
      cancelAlarms();
      LinkQueue at = link;
      submit(
          Job.Rank.CLOSE,
          parts.time().nanos(),
          queue -> {
            close(queue, open);
            closed.run();
          });
      parts.links().leave(at);
    } finally {
      lock.unlock();
    }
    calls.end();
  }

  Device device() {
    lock.lock();
    try {
      return image.compiled().device();
    } finally {
      lock.unlock();
    }
  }

  CompiledDevice compiled() {
    lock.lock();
    try {
      return image.compiled();
    } finally {
      lock.unlock();
    }
  }

  DeviceState state() {
    lock.lock();
    try {
      return health.state();
    } finally {
      lock.unlock();
    }
  }

  long missedTicks() {
    lock.lock();
    try {
      return polls.missed();
    } finally {
      lock.unlock();
    }
  }

  // Jobs. Each runs on a worker, as the only one of its link.

  private void open(LinkQueue at) {
    CompiledDevice device;
    long begun;
    lock.lock();
    try {
      if (phase != Phase.OPENING) {
        return;
      }
      device = image.compiled();
      begun = epoch;
    } finally {
      lock.unlock();
    }
    DeviceSession[] opened = new DeviceSession[1];
    try {
      long millis = device.timeoutMillis();
      calls.run(at, "open", millis, () -> opened[0] = driver.open(device.spec(), deadline(millis)));
    } catch (CallFailedException e) {
      if (e.kind() == Kind.GIVEN_UP && opened[0] != null) {
        calls.closeBelated(opened[0]);
        opened[0] = null;
      }
      failed(e, at, null, begun);
    }
    if (opened[0] != null && !opened(opened[0], begun)) {
      close(at, opened[0]);
    }
    outlet.deliver();
  }

  private boolean opened(DeviceSession fresh, long begun) {
    lock.lock();
    try {
      toClose.add(fresh);
      if (phase != Phase.OPENING || epoch != begun) {
        return false;
      }
      session = fresh;
      phase = Phase.UP;
      if (polls.isEmpty()) {
        answers();
      }
      polls.start();
      writeWhenDue();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void read(LinkQueue at, PollGroup group) {
    DeviceSession open;
    long begun;
    long timeout;
    lock.lock();
    try {
      group.queued = false;
      open = session;
      if (open == null || at != link || group.dropped) {
        return;
      }
      inCall = open;
      begun = epoch;
      timeout = image.compiled().timeoutMillis();
    } finally {
      lock.unlock();
    }
    ReadBatch batch = group.batch();
    batch.begin();
    try {
      ReadPlan known = group.plan(open);
      ReadPlan plan =
          known != null ? known : calls.run(at, "plan", timeout, () -> group.planned(open));
      long millis = timeout + moreMillis(plan, timeout);
      calls.run(
          at,
          "read",
          millis,
          () -> {
            open.read(plan, batch, deadline(millis));
            return true;
          });
      took(group, begun);
      outlet.deliver();
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        report(batch, true);
      }
      failed(e, at, open, begun);
    }
  }

  private void took(PollGroup group, long begun) {
    ReadBatch batch = group.batch();
    batch.fill("the driver gave no answer");
    lock.lock();
    try {
      report(batch, group.awaited());
      if (batch.stray() != null && !strayTold) {
        strayTold = true;
        log.warn(
            "device {}: its driver answers for \"{}\", which it was not asked; ignored",
            key,
            batch.stray());
      }
      if (epoch != begun) {
        return;
      }
      if (batch.anyRead() || !allBad()) {
        answers();
      } else {
        backOff.succeeded();
        lossTold = false;
        health.unhealthy(String.valueOf(batch.firstReason()));
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(LinkQueue at) {
    DeviceSession open;
    Wishes.Attempt attempt;
    long begun;
    long timeout;
    lock.lock();
    try {
      writeQueued = false;
      open = session;
      if (open == null || at != link) {
        writeWhenDue();
        return;
      }
      inCall = open;
      begun = epoch;
      timeout = image.compiled().timeoutMillis();
      attempt = wishes.begin(parts.time().nanos());
      outlet.outcomes(attempt.refusals());
    } finally {
      lock.unlock();
    }
    if (!attempt.writes().isEmpty()) {
      try {
        List<WriteResult> results =
            calls.run(at, "write", timeout, () -> open.write(attempt.writes(), deadline(timeout)));
        wrote(attempt, new ArrayList<>(results), null, begun);
      } catch (CallFailedException e) {
        wrote(attempt, List.of(), e, begun);
        if (e.kind() != Kind.DEFECT) {
          failed(e, at, open, begun);
        }
      }
    }
    outlet.deliver();
  }

  private void wrote(
      Wishes.Attempt attempt,
      List<@Nullable WriteResult> results,
      @Nullable CallFailedException failure,
      long begun) {
    lock.lock();
    try {
      if (phase == Phase.CLOSED) {
        return;
      }
      long now = parts.time().nanos();
      outlet.outcomes(
          failure == null
              ? wishes.tried(attempt, results, now)
              : wishes.failed(attempt, failure.reason(), now));
      if (epoch != begun) {
        return;
      }
      writeWhenDue();
      PollGroup readBack =
          new PollGroup(
              image.compiled().timeoutMillis(),
              attempt.wishes().stream().map(Wishes.Wish::slot).toList(),
              true,
              parts.time());
      submit(Job.Rank.DEMAND, now, queue -> read(queue, readBack));
    } finally {
      lock.unlock();
    }
  }

  // The end of conversations.

  private void failed(
      CallFailedException failure, LinkQueue at, @Nullable DeviceSession used, long begun) {
    if (failure.kind() == Kind.GIVEN_UP) {
      if (used != null) {
        calls.closeBelated(used);
      }
      returned();
      return;
    }
    lock.lock();
    try {
      if (epoch == begun && phase != Phase.CLOSED) {
        lost(failure.reason());
      }
    } finally {
      lock.unlock();
    }
    close(at, used);
    outlet.deliver();
  }

  /** Closes a session unless that was done, or is left to the thread that hangs in it. */
  private void close(LinkQueue at, @Nullable DeviceSession used) {
    lock.lock();
    try {
      if (used == null || !toClose.remove(used)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    if (!calls.close(at, used)) {
      returned();
    }
  }

  private void lost(String reason) {
    endConversation();
    phase = Phase.AWAY;
    long now = parts.time().nanos();
    long wait = backOff.failed();
    tellLoss(reason);
    health.away(reason, wait, now);
    retry = parts.time().after(wait, this::retry);
  }

  private void gaveUp(LinkQueue at, String reason) {
    lock.lock();
    try {
      if (inCall != null) {
        toClose.remove(inCall);
      }
      if (phase != Phase.CLOSED) {
        endConversation();
        phase = Phase.STUCK;
        tellLoss(reason);
        health.stuck(reason);
      }
    } finally {
      lock.unlock();
    }
    Job stuck = at.running();
    if (stuck != null) {
      at.release(stuck);
    }
    outlet.deliver();
  }

  private void returned() {
    lock.lock();
    try {
      if (phase == Phase.STUCK) {
        phase = Phase.AWAY;
        retry = parts.time().after(backOff.failed(), this::retry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void retry() {
    lock.lock();
    try {
      if (phase == Phase.AWAY) {
        openSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  private void reopen(boolean elsewhere) {
    if (phase != Phase.STUCK) {
      DeviceSession open = endConversation();
      cancelAlarms();
      phase = Phase.AWAY;
      long now = epoch;
      submit(
          Job.Rank.CLOSE,
          parts.time().nanos(),
          queue -> {
            close(queue, open);
            openIfStill(now);
          });
    }
    if (elsewhere) {
      LinkQueue from = link;
      link = parts.links().join(image.link());
      parts.links().leave(from);
    }
  }

  private void openIfStill(long begun) {
    lock.lock();
    try {
      if (phase == Phase.AWAY && epoch == begun) {
        openSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable DeviceSession endConversation() {
    DeviceSession open = session;
    session = null;
    epoch++;
    polls.stop();
    return open;
  }

  private void tellLoss(String reason) {
    if (lossTold) {
      return;
    }
    lossTold = true;
    ReadBatch nothing = new ReadBatch(parts.time(), image.slots());
    nothing.begin();
    nothing.fill(reason);
    report(nothing, true);
    outlet.outcomes(wishes.away(reason));
  }

  private void answers() {
    health.answers(backOff.failures(), parts.time().nanos());
    backOff.succeeded();
    lossTold = false;
  }

  // What is to be done next; all with the lock held.

  private void openSoon() {
    cancelAlarms();
    phase = Phase.OPENING;
    submit(Job.Rank.POLL, parts.time().nanos(), this::open);
  }

  private void pollSoon(PollGroup group) {
    submit(Job.Rank.POLL, parts.time().nanos() + group.cycleNanos(), queue -> read(queue, group));
  }

  private void writeWhenDue() {
    OptionalLong next = wishes.nextTryNanos();
    if (phase != Phase.UP || writeQueued || next.isEmpty()) {
      return;
    }
    long wait = next.getAsLong() - parts.time().nanos();
    if (wait <= 0) {
      writeQueued = true;
      submit(Job.Rank.WRITE, next.getAsLong(), this::write);
    } else {
      if (writeRetry != null) {
        writeRetry.cancel();
      }
      writeRetry = parts.time().after(wait, this::writeAgain);
    }
  }

  private void writeAgain() {
    lock.lock();
    try {
      writeWhenDue();
    } finally {
      lock.unlock();
    }
  }

  private void submit(Job.Rank rank, long deadlineNanos, Consumer<LinkQueue> work) {
    LinkQueue at = link;
    at.add(new Job(rank, deadlineNanos, () -> work.accept(at)));
  }

  private void cancelAlarms() {
    if (retry != null) {
      retry.cancel();
    }
    if (writeRetry != null) {
      writeRetry.cancel();
    }
  }

  private void report(ReadBatch batch, boolean all) {
    lock.lock();
    try {
      long now = parts.time().nanos();
      outlet.samples(numbering -> batch.samples(image, now, all, numbering));
    } finally {
      lock.unlock();
    }
  }

  private boolean allBad() {
    return image.slots().stream()
        .allMatch(slot -> slot.lastQuality() == null || slot.lastQuality() == Quality.BAD);
  }

  private Deadline deadline(long millis) {
    return Deadline.in(Duration.ofMillis(millis), parts.time()::nanos);
  }

  private static long moreMillis(ReadPlan plan, long timeoutMillis) {
    int further = Math.max(0, Math.min(plan.requests(), MOST_REQUESTS) - 1);
    return further * Math.min(timeoutMillis, MORE_MILLIS_PER_REQUEST);
  }
}
