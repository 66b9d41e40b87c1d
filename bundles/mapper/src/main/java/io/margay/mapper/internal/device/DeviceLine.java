package io.margay.mapper.internal.device;

import io.margay.dmi.Device;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.driver.DeviceLink;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.Job;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The life of one device, put together from its parts.
 *
 * <ul>
 *   <li>{@link Connection} keeps it in conversation with its driver, and goes on trying while it is
 *       away; {@link Vitals} tell how it does.
 *   <li>{@link Polls} say when it is read, {@link Reader} reads; {@link Announcements} take what it
 *       says of its own accord.
 *   <li>{@link Wishes} are what is desired of it, {@link DueWrites} say when, {@link Writer}
 *       writes; {@link Requests} are what programs ask beside.
 *   <li>{@link Succession} passes it from one driver to another.
 * </ul>
 *
 * <p>Calls into the driver are {@linkplain LineJobs jobs} on the device's link, so they never
 * overlap. One lock guards all parts and is never held during a call to the driver or to the
 * runtime.
 */
final class DeviceLine {
  private final LineContext context;
  private final ReentrantLock lock;
  private final LineJobs jobs;
  private final Connection connection;
  private final Vitals vitals;
  private final Polls polls;
  private final Reader reader;
  private final Announcements announcements;
  private final Wishes wishes;
  private final DueWrites writes;
  private final Writer writer;
  private final Requests requests;
  private final Succession succession;

  /** A line for a device; {@link #start()} sets it going. */
  DeviceLine(
      CompiledDevice device,
      Station station,
      EngineParts parts,
      DeviceMemory memory,
      DeviceOutlet outlet) {
    context = new LineContext(device, parts, memory, outlet);
    lock = context.lock();
    jobs = new LineJobs(station, context);
    BackOff backOff = parts.backOff();
    connection = new Connection(context, jobs, backOff, new Course());
    polls = new Polls(context.key(), parts.time(), lock, this::pollSoon);
    wishes = new Wishes(context.key(), memory, parts::backOff, parts.time()::now);
    vitals = new Vitals(context, wishes, backOff);
    announcements = new Announcements(context, jobs, connection, polls, this::answered);
    succession = new Succession(context, jobs, connection, polls, wishes);
    reader = new Reader(context, jobs, connection, new Reading());
    writes = new DueWrites(wishes, parts.time(), lock, this::writeSoon);
    Writing writing = new Writing(reader);
    writer = new Writer(context, connection, reader, writing, wishes, writes, succession);
    requests = new Requests(context, jobs, connection, reader, writing);
  }

  void start() {
    lock.lock();
    try {
      polls.regroup(context.image(), Set.of());
      wishes.describe(context.image(), context.time().nanos());
      connection.openSoon();
    } finally {
      lock.unlock();
    }
  }

  /** Changes the description, with as little disturbance as the change allows. */
  void describe(CompiledDevice device, DeviceLink wire) {
    lock.lock();
    try {
      if (connection.isClosed()) {
        return;
      }
      CompiledDevice earlier = context.image().compiled();
      context.describe(device);
      wishes.describe(context.image(), context.time().nanos());
      reconnect(device, earlier, wire);
      polls.regroup(context.image(), announcements.properties());
      vitals.described();
      writes.check();
    } finally {
      lock.unlock();
    }
  }

  private void reconnect(CompiledDevice device, CompiledDevice earlier, DeviceLink wire) {
    Station here = jobs.station();
    boolean elsewhere = !wire.equals(here.wire());
    boolean another = elsewhere || device.needsAnotherSessionThan(earlier);
    if (another && !connection.isBetweenDrivers()) {
      connection.reopen(
          elsewhere ? Station.of(context.key(), here.seat(), wire, context.parts()) : here);
    } else if (!device.spec().equals(earlier.spec())) {
      announcements.renew();
    }
  }

  /**
   * Ends the line: interrupts the call under way, closes the session.
   *
   * @param closed runs when no call of this line is under way any more, but for one that was given
   *     up; on any thread of the engine
   */
  void close(Runnable closed) {
    Station at;
    lock.lock();
    try {
      if (connection.isClosed()) {
        closed.run();
        return;
      }
      at = jobs.station();
      requests.away("it is let go of");
      connection.close(succession.after(closed));
    } finally {
      lock.unlock();
    }
    at.calls().end();
  }

  NamespacedName key() {
    return context.key();
  }

  Device device() {
    return compiled().device();
  }

  CompiledDevice compiled() {
    lock.lock();
    try {
      return context.image().compiled();
    } finally {
      lock.unlock();
    }
  }

  Station station() {
    return succession.station();
  }

  long missedTicks() {
    lock.lock();
    try {
      return polls.missed();
    } finally {
      lock.unlock();
    }
  }

  /** What programs ask of the device. */
  Requests requests() {
    return requests;
  }

  /** What moves the device to another driver. */
  Succession succession() {
    return succession;
  }

  private void pollSoon(PollGroup group) {
    jobs.by(
        context.time().nanos() + group.cycleNanos(), Job.Rank.POLL, at -> reader.read(at, group));
  }

  private void writeSoon(long byNanos) {
    jobs.by(byNanos, Job.Rank.WRITE, writer::write);
  }

  /** Takes note of answers; the lock is held. */
  private void answered(ReadBatch batch) {
    succession.read(batch);
    if (batch.anyRead()) {
      jobs.station().seat().prove();
    }
    boolean probed = polls.start();
    if (probed && !batch.anyRead()) {
      return; // the polls that begin now will show how well it answers
    }
    vitals.answered(batch);
  }

  /** What becomes of conversations, for all parts. */
  private final class Course implements Connection.Listener {
    @Override
    public void up(Opening opening) {
      announcements.listen(opening);
      if (polls.isEmpty() || !vitals.isDoubtful()) {
        polls.start();
      } else {
        reader.readSoon(Job.Rank.POLL, context.image().slots().subList(0, 1), false);
      }
      writes.start();
      requests.open();
    }

    @Override
    public void tookOver(Opening opening) {
      announcements.listen(opening);
    }

    @Override
    public void ended() {
      announcements.end();
      polls.stop();
      writes.stop();
    }

    @Override
    public void lost(Kind kind, String reason, long waitNanos) {
      if (!succession.goesBackAfter(kind, reason)) {
        vitals.lost(reason, waitNanos);
        requests.away(reason);
      }
    }

    @Override
    public void stuck(String reason) {
      if (!succession.goesBackAfter(Kind.GIVEN_UP, reason)) {
        vitals.stuck(reason);
        requests.away(reason);
      }
    }

    @Override
    public void stranded() {
      succession.stranded();
    }
  }

  /** What becomes of reads, for all parts. */
  private final class Reading implements Reader.Listener {
    @Override
    public void answered(ReadBatch batch) {
      DeviceLine.this.answered(batch);
    }

    @Override
    public void alive() {
      vitals.answers();
    }

    @Override
    public boolean isReported(Kind failure) {
      return failure != Kind.GIVEN_UP && !succession.goesBackAfter(failure);
    }
  }
}
