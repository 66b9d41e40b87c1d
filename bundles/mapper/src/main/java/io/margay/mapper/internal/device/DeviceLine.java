package io.margay.mapper.internal.device;

import io.margay.dmi.Device;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverState;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of one device under one driver: opens it, polls it, writes to it, and goes on trying
 * when it is away.
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
  private final Reader reader;
  private final Writer writer;
  private final Requests requests;
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
    this.calls = new DriverCalls(key, driverName, parts.watchdog(), parts.time(), this::gaveUp);
    this.polls = new Polls(key, parts.time(), lock, group -> pollSoon(group));
    this.wishes = new Wishes(key, memory, parts::backOff, parts.time()::now);
    this.health = new Health(key, outlet);
    this.backOff = parts.backOff();
    this.reader = new Reader(this, lock, calls, outlet);
    Writing writing = new Writing(this, lock, reader);
    this.writer = new Writer(this, lock, writing, outlet, wishes, parts.time());
    this.requests = new Requests(this, lock, reader, writing, outlet, parts);
    this.image = new DeviceImage(device, linkName, memory, null);
    this.link = parts.links().join(linkName);
    outlet.describe(device.device(), device.model());
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
      outlet.describe(device.device(), device.model());
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
      requests.away("it is let go of");
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
      calls.run(
          at,
          "open",
          millis,
          () -> opened[0] = driver.open(device.spec(), DriverState.NONE, calls.deadline(millis)));
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
      if (polls.isEmpty() || backOff.failures() == 0) {
        polls.start();
      } else {
        probe();
      }
      writeWhenDue();
      requests.open();
      return true;
    } finally {
      lock.unlock();
    }
  }

  // What reads and writes need of the line.

  /** The conversation as a job finds it; null when there is none, or not on this link any more. */
  @Nullable Turn turn(LinkQueue at) {
    if (session == null || at != link) {
      return null;
    }
    inCall = session;
    return new Turn(at, session, epoch, image.compiled().timeoutMillis(), calls);
  }

  /** Whether the conversation of this turn still goes on. */
  boolean goesOn(Turn turn) {
    return epoch == turn.epoch();
  }

  /** Reports what was read. */
  void report(ReadBatch batch, boolean all) {
    lock.lock();
    try {
      long now = parts.time().nanos();
      outlet.samples(numbering -> batch.samples(image, now, all, numbering));
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that a read came through; the lock is held. */
  void answered(ReadBatch batch) {
    boolean probed = polls.start();
    if (probed && !batch.anyRead()) {
      return; // the polls that begin now will show how well it answers
    }
    if (batch.anyRead() || !allBad()) {
      answers();
    } else {
      backOff.succeeded();
      lossTold = false;
      health.unhealthy(String.valueOf(batch.firstReason()));
    }
  }

  /** What programs ask of the device. */
  Requests requests() {
    return requests;
  }

  /** The description in use; the lock is held. */
  DeviceImage image() {
    return image;
  }

  /** A read beside the polls; the lock is held. */
  PollGroup onDemand(List<PropertySlot> slots, boolean reported) {
    PollGroup group =
        new PollGroup(image.compiled().timeoutMillis(), slots, reported, parts.time());
    group.queued = true;
    return group;
  }

  /** Reads back what was written; the lock is held. */
  void readBack(List<PropertySlot> slots) {
    PollGroup group = onDemand(slots, true);
    submit(Job.Rank.DEMAND, parts.time().nanos(), at -> reader.read(at, group));
  }

  /** Takes note that a call of this turn came to nothing. */
  void failed(CallFailedException failure, Turn turn) {
    failed(failure, turn.link(), turn.session(), turn.epoch());
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
    requests.away(reason);
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
        requests.away(reason);
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

  /** One read of one property finds out whether a device that was away is back. */
  private void probe() {
    PollGroup one = onDemand(image.slots().subList(0, 1), false);
    submit(Job.Rank.POLL, parts.time().nanos(), at -> reader.read(at, one));
  }

  private void pollSoon(PollGroup group) {
    submit(Job.Rank.POLL, parts.time().nanos() + group.cycleNanos(), at -> reader.read(at, group));
  }

  void writeWhenDue() {
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

  private void write(LinkQueue at) {
    lock.lock();
    try {
      writeQueued = false;
    } finally {
      lock.unlock();
    }
    writer.write(at);
  }

  private void writeAgain() {
    lock.lock();
    try {
      writeWhenDue();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a job in the queue of the link; the lock is held. */
  void submit(Job.Rank rank, long deadlineNanos, Consumer<LinkQueue> work) {
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

  private boolean allBad() {
    return image.slots().stream()
        .allMatch(slot -> slot.lastQuality() == null || slot.lastQuality() == Quality.BAD);
  }
}
