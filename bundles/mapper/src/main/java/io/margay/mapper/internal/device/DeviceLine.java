package io.margay.mapper.internal.device;

import io.margay.dmi.Device;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The life of one device: has it opened, polled and written to by its driver, goes on trying when
 * it is away, and moves from one driver to another.
 *
 * <p>Calls into the driver are jobs on the device's link, so they never overlap. The lock guards
 * the state between them and is never held during a call to the driver or to the runtime. There is
 * at most one conversation at a time; a job that began with another one leaves the state alone.
 */
final class DeviceLine implements Conversation.Owner {
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
    /** One driver has let go of the device, the other has not taken it yet. */
    BETWEEN,
    /** The end. */
    CLOSED
  }

  private final NamespacedName key;
  private final EngineParts parts;
  private final DeviceMemory memory;
  private final DeviceOutlet outlet;
  private final LinkQueue deliveries;

  private final ReentrantLock lock = new ReentrantLock();
  private final Polls polls;
  private final Wishes wishes;
  private final DueWrites writes;
  private final Health health;
  private final BackOff backOff;
  private final Reader reader;
  private final Writer writer;
  private DeviceImage image;
  private Station station;
  private Phase phase = Phase.OPENING;
  private @Nullable Conversation conversation;
  private @Nullable Conversation former;
  private @Nullable Subscription subscription;
  private @Nullable Trial trial;
  private @Nullable MoveUnderWay move;
  private Time.@Nullable Alarm retry;
  private boolean lossTold;

  /** A line for a device; {@link #start()} sets it going. */
  DeviceLine(
      CompiledDevice device,
      Station station,
      EngineParts parts,
      DeviceMemory memory,
      DeviceOutlet outlet) {
    this.key = device.key();
    this.parts = parts;
    this.memory = memory;
    this.outlet = outlet;
    this.deliveries = parts.links().aside(key.toString());
    this.polls = new Polls(key, parts.time(), lock, this::pollSoon);
    this.wishes = new Wishes(key, memory, parts::backOff, parts.time()::now);
    this.writes = new DueWrites(wishes, parts.time(), lock, this::writeSoon);
    this.health = new Health(key, outlet);
    this.backOff = parts.backOff();
    this.reader = new Reader(this, lock, outlet);
    this.writer = new Writer(this, lock, outlet, wishes, parts.time());
    this.image = new DeviceImage(device, memory, null);
    this.station = station;
  }

  void start() {
    lock.lock();
    try {
      polls.regroup(image, Set.of());
      wishes.describe(image, parts.time().nanos());
      openSoon();
    } finally {
      lock.unlock();
    }
  }

  /** Changes the description, with as little disturbance as the change allows. */
  void describe(CompiledDevice device, DeviceLink wire) {
    lock.lock();
    try {
      if (phase == Phase.CLOSED) {
        return;
      }
      CompiledDevice earlier = image.compiled();
      image = new DeviceImage(device, memory, image);
      wishes.describe(image, parts.time().nanos());
      boolean elsewhere = !wire.equals(station.wire());
      if (phase != Phase.BETWEEN && (elsewhere || device.needsAnotherSessionThan(earlier))) {
        reopen(elsewhere ? Station.of(key, station.seat(), wire, parts) : station);
      } else if (!device.spec().equals(earlier.spec())) {
        subscribeAnew();
      }
      polls.regroup(image, told());
      lossTold &= image.slots().stream().allMatch(slot -> slot.lastQuality() != null);
      writes.check();
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
    Station at;
    lock.lock();
    try {
      if (phase == Phase.CLOSED) {
        closed.run();
        return;
      }
      phase = Phase.CLOSED;
      at = station;
      Conversation open = endConversation();
      cancelRetry();
      MoveUnderWay moving = move;
      Runnable last = moving == null ? closed : () -> moving.cancel(closed);
      closeSoon(at, open, last);
      at.left(parts);
    } finally {
      lock.unlock();
    }
    at.calls().end();
  }

  NamespacedName key() {
    return key;
  }

  Device device() {
    return compiled().device();
  }

  CompiledDevice compiled() {
    lock.lock();
    try {
      return image.compiled();
    } finally {
      lock.unlock();
    }
  }

  Station station() {
    lock.lock();
    try {
      return station;
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
    Conversation fresh;
    Opening opening;
    lock.lock();
    try {
      if (phase != Phase.OPENING || conversation != null || at != station.queue()) {
        return;
      }
      fresh = new Conversation(station, this);
      conversation = fresh;
      opening = opening(fresh);
    } finally {
      lock.unlock();
    }
    try {
      opening.run(List.of());
      if (!opened(opening)) {
        fresh.close();
      }
    } catch (CallFailedException e) {
      failed(e, fresh);
    }
    outlet.deliver();
  }

  private boolean opened(Opening opening) {
    lock.lock();
    try {
      if (conversation != opening.conversation()) {
        return false;
      }
      up(opening);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void up(Opening opening) {
    phase = Phase.UP;
    subscribed(opening.subscription());
    if (polls.isEmpty()) {
      answers();
    }
    polls.start();
    writes.start();
  }

  // What reads and writes need of the line.

  /** The conversation as a job finds it; null when there is none, or not on this link any more. */
  @Nullable Turn turn(LinkQueue at) {
    Conversation open = conversation;
    if (phase != Phase.UP || open == null || at != station.queue()) {
      return null;
    }
    return new Turn(open, image.compiled().timeoutMillis());
  }

  /** Whether the conversation of this turn still goes on. */
  boolean goesOn(Turn turn) {
    return conversation == turn.conversation();
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
    if (trial != null) {
      trial.read(batch);
    }
    if (batch.anyRead() || !allBad()) {
      answers();
    } else {
      backOff.succeeded();
      lossTold = false;
      health.unhealthy(String.valueOf(batch.firstReason()));
    }
  }

  /** Takes note of a sign of life. */
  void alive(Turn turn) {
    lock.lock();
    try {
      if (goesOn(turn)) {
        answers();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reads back what was written; the lock is held. */
  void readBack(List<PropertySlot> slots) {
    PollGroup group = new PollGroup(image.compiled().timeoutMillis(), slots, true, parts.time());
    group.queued = true;
    submit(Job.Rank.DEMAND, parts.time().nanos(), at -> reader.read(at, group));
  }

  void writeWhenDue() {
    writes.check();
  }

  /** Takes note that a read of this turn came to nothing, and reports what was read until then. */
  void broke(CallFailedException failure, Turn turn, ReadBatch batch) {
    lock.lock();
    try {
      boolean goingBack = goesOn(turn) && trial != null && trial.breaks(failure.kind());
      if (failure.kind() != Kind.GIVEN_UP && !goingBack) {
        report(batch, true);
      }
    } finally {
      lock.unlock();
    }
    failed(failure, turn);
  }

  /** Takes note that a call of this turn came to nothing. */
  void failed(CallFailedException failure, Turn turn) {
    failed(failure, turn.conversation());
  }

  // The end of conversations.

  private void failed(CallFailedException failure, Conversation used) {
    if (failure.kind() == Kind.GIVEN_UP) {
      return;
    }
    lock.lock();
    try {
      if (conversation == used && phase != Phase.CLOSED) {
        lost(failure.kind(), failure.reason());
      }
    } finally {
      lock.unlock();
    }
    used.close();
    outlet.deliver();
  }

  private void lost(Kind kind, String reason) {
    endConversation();
    phase = Phase.AWAY;
    long wait = backOff.failed();
    retry = parts.time().after(wait, this::retry);
    if (isGoingBack(kind, reason)) {
      return;
    }
    tellLoss(reason);
    health.away(reason, wait, parts.time().nanos());
  }

  @Override
  public void gaveUp(Conversation used, String reason) {
    MoveUnderWay moving = null;
    lock.lock();
    try {
      boolean ours = conversation == used || (conversation == null && former == used);
      if (ours && phase != Phase.CLOSED && phase != Phase.BETWEEN) {
        endConversation();
        cancelRetry();
        phase = Phase.STUCK;
        former = used;
        moving = move;
        if (!isGoingBack(Kind.GIVEN_UP, reason)) {
          tellLoss(reason);
          health.stuck(reason);
        }
      }
    } finally {
      lock.unlock();
    }
    if (moving != null) {
      moving.stranded();
    }
    outlet.deliver();
  }

  @Override
  public void returned(Conversation used) {
    lock.lock();
    try {
      if (phase == Phase.STUCK && former == used) {
        phase = Phase.AWAY;
        retry = parts.time().after(backOff.failed(), this::retry);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isGoingBack(Kind kind, String reason) {
    Trial running = trial;
    if (running == null) {
      return false;
    }
    running.lost(kind, reason);
    return running.breaks(kind);
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

  private void reopen(Station next) {
    Station before = station;
    station = next;
    if (phase != Phase.STUCK) {
      Conversation open = endConversation();
      cancelRetry();
      phase = Phase.AWAY;
      closeSoon(before, open, () -> openIfAwayAfter(open));
    }
    if (!next.equals(before)) {
      before.left(parts);
    }
  }

  private void openIfAwayAfter(@Nullable Conversation ended) {
    lock.lock();
    try {
      if (phase == Phase.AWAY && (ended == null || former == ended)) {
        openSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Conversation endConversation() {
    Conversation open = conversation;
    conversation = null;
    if (open != null) {
      former = open;
    }
    subscribed(null);
    polls.stop();
    writes.stop();
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

  // From one driver to another.

  /** Whether the device answers, so that another driver can be compared with this one. */
  boolean isGood() {
    lock.lock();
    try {
      return phase == Phase.UP && !readable().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The shortest cycle in which it is read. */
  long cycleNanos() {
    lock.lock();
    try {
      return polls.groups().stream().mapToLong(PollGroup::cycleNanos).min().orElse(Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  /** The trial of another driver for this device. */
  Trial trial(int mostBad, Trial.Judge judge) {
    lock.lock();
    try {
      return new Trial(phase == Phase.UP ? readable() : Set.of(), mostBad, judge);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the comparison. */
  void endTrial() {
    lock.lock();
    try {
      trial = null;
    } finally {
      lock.unlock();
    }
  }

  /** A move begins or, with null, is over. */
  void moving(@Nullable MoveUnderWay next) {
    lock.lock();
    try {
      move = next;
    } finally {
      lock.unlock();
    }
  }

  /** The open conversation; null when there is none. */
  @Nullable Turn turn() {
    lock.lock();
    try {
      return turn(station.queue());
    } finally {
      lock.unlock();
    }
  }

  /** What opens a conversation with the device as it is described now. */
  Opening opening(Conversation fresh) {
    lock.lock();
    try {
      Subscription sink =
          fresh.station().seat().subscribes() && !image.slots().isEmpty()
              ? new Subscription(image.slots(), parts.time(), lock)
              : null;
      return new Opening(fresh, image.compiled(), memory.driverState(), sink);
    } finally {
      lock.unlock();
    }
  }

  /** The groups in which its properties are polled. */
  List<PollGroup> groups() {
    lock.lock();
    try {
      return polls.groups();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes on with a conversation that another driver has opened. Called by a job of the former
   * driver's link, so that none of its calls is under way.
   *
   * @return false when the line is closed, or described anew since the conversation was opened
   */
  boolean goOnWith(Opening opening, Map<PollGroup, ReadPlan> plans, @Nullable Trial next) {
    lock.lock();
    try {
      if (phase == Phase.CLOSED || !image.compiled().equals(opening.device())) {
        return false;
      }
      Station before = station;
      boolean flowing = phase == Phase.UP;
      cancelRetry();
      plans.forEach((group, plan) -> group.planned(opening.conversation(), plan));
      subscribed(null);
      former = null;
      conversation = opening.conversation();
      conversation.belongsTo(this);
      station = conversation.station();
      trial = next;
      move = null;
      before.left(parts);
      if (flowing) {
        subscribed(opening.subscription());
      } else {
        up(opening);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has one driver let go of the device before another takes it.
   *
   * @param released runs on a worker when it has
   */
  void release(Runnable released) {
    lock.lock();
    try {
      if (phase == Phase.CLOSED) {
        released.run();
        return;
      }
      Conversation open = endConversation();
      cancelRetry();
      phase = Phase.BETWEEN;
      closeSoon(station, open, released);
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the device to another driver, which opens it as soon as it can. */
  void leaveTo(Station next, @Nullable Trial comparison) {
    lock.lock();
    try {
      move = null;
      if (phase == Phase.CLOSED) {
        next.left(parts);
        return;
      }
      Station before = station;
      Conversation open = endConversation();
      cancelRetry();
      former = null;
      polls.groups().forEach(PollGroup::forget);
      station = next;
      trial = comparison;
      before.left(parts);
      closeSoon(before, open, () -> {});
      openSoon();
    } finally {
      lock.unlock();
    }
  }

  private Set<String> readable() {
    return image.slots().stream()
        .filter(slot -> slot.lastQuality() != null && slot.lastQuality() != Quality.BAD)
        .map(PropertySlot::name)
        .collect(Collectors.toSet());
  }

  // What devices say of their own accord.

  private void subscribed(@Nullable Subscription next) {
    Subscription before = subscription;
    subscription = next;
    if (before != null) {
      before.end();
    }
    Conversation of = conversation;
    if (next != null && of != null) {
      next.begin(new Told(of));
    }
    if (before != null || next != null) {
      polls.regroup(image, told());
    }
  }

  private Set<String> told() {
    return subscription == null ? Set.of() : subscription.properties();
  }

  private void subscribeAnew() {
    Conversation open = conversation;
    if (phase == Phase.UP && open != null && open.station().seat().subscribes()) {
      submit(Job.Rank.DEMAND, parts.time().nanos(), this::subscribe);
    }
  }

  private void subscribe(LinkQueue at) {
    Turn turn;
    Opening opening;
    lock.lock();
    try {
      turn = turn(at);
      if (turn == null) {
        return;
      }
      opening = opening(turn.conversation());
    } finally {
      lock.unlock();
    }
    try {
      opening.subscribe();
      lock.lock();
      try {
        if (goesOn(turn) && image.compiled().equals(opening.device())) {
          subscribed(opening.subscription());
        }
      } finally {
        lock.unlock();
      }
    } catch (CallFailedException e) {
      failed(e, turn);
    }
    outlet.deliver();
  }

  /** Reports what the device says in one conversation. */
  private final class Told implements Subscription.Listener {
    private final Conversation by;

    private Told(Conversation by) {
      this.by = by;
    }

    @Override
    public void told(ReadBatch answer) {
      report(answer, false);
      answered(answer);
      deliverSoon();
    }

    @Override
    public void lost(String reason) {
      submit(
          Job.Rank.CLOSE,
          parts.time().nanos(),
          at -> failed(new CallFailedException(Kind.REFUSED, reason), by));
    }
  }

  private void deliverSoon() {
    if (deliveries.waiting() == 0) {
      deliveries.add(new Job(Job.Rank.POLL, parts.time().nanos(), outlet::deliver));
    }
  }

  // What is to be done next; all with the lock held.

  private void openSoon() {
    cancelRetry();
    phase = Phase.OPENING;
    submit(Job.Rank.POLL, parts.time().nanos(), this::open);
  }

  private void pollSoon(PollGroup group) {
    submit(Job.Rank.POLL, parts.time().nanos() + group.cycleNanos(), at -> reader.read(at, group));
  }

  private void writeSoon(long byNanos) {
    submit(Job.Rank.WRITE, byNanos, this::write);
  }

  private void write(LinkQueue at) {
    lock.lock();
    try {
      writes.begun();
    } finally {
      lock.unlock();
    }
    writer.write(at);
  }

  private void closeSoon(Station at, @Nullable Conversation open, Runnable then) {
    at.queue()
        .add(
            new Job(
                Job.Rank.CLOSE,
                parts.time().nanos(),
                () -> {
                  if (open != null) {
                    open.close();
                  }
                  then.run();
                }));
  }

  private void submit(Job.Rank rank, long deadlineNanos, Consumer<LinkQueue> work) {
    LinkQueue at = station.queue();
    at.add(new Job(rank, deadlineNanos, () -> runOrFollow(at, rank, deadlineNanos, work)));
  }

  /** Runs a job where it is, or takes it along to the link that the device has moved to. */
  private void runOrFollow(
      LinkQueue at, Job.Rank rank, long deadlineNanos, Consumer<LinkQueue> work) {
    lock.lock();
    try {
      if (at != station.queue() && phase != Phase.CLOSED) {
        submit(rank, deadlineNanos, work);
        return;
      }
    } finally {
      lock.unlock();
    }
    work.accept(at);
  }

  private void cancelRetry() {
    if (retry != null) {
      retry.cancel();
    }
  }

  private boolean allBad() {
    return image.slots().stream()
        .allMatch(slot -> slot.lastQuality() == null || slot.lastQuality() == Quality.BAD);
  }
}
