package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What programs ask of one device, beside its polls and wishes.
 *
 * <ul>
 *   <li>Reads that wait at the same time become one read of the device, which goes before the
 *       polls; its answers are reported like those of a poll.
 *   <li>Orders, which are writes and methods, are carried out one after another as they came,
 *       before all reads.
 *   <li>While the device is being opened requests wait; when it is away they fail at once. At most
 *       {@value #MOST} wait.
 * </ul>
 */
final class Requests {
  static final int MOST = 256;

  /**
   * What became of writes.
   *
   * @param outcomes one for each, in their order
   * @param values what was read back, by property; without those that could not be read
   */
  record Written(List<DesiredOutcome> outcomes, Map<String, Object> values) {}

  /** A write or a method. */
  private interface Order {
    void carryOut(LinkQueue at, Turn turn);

    void fail(AccessException why);
  }

  private final DeviceLine line;
  private final ReentrantLock lock;
  private final Reader reader;
  private final Writing writing;
  private final DeviceOutlet outlet;
  private final EngineParts parts;

  private final Deque<Order> orders = new ArrayDeque<>();
  private Map<String, List<CompletableFuture<Sample>>> reads = new LinkedHashMap<>();
  private int readers;
  private boolean readQueued;
  private @Nullable String away;

  /**
   * @param lock the device's lock
   */
  Requests(
      DeviceLine line,
      ReentrantLock lock,
      Reader reader,
      Writing writing,
      DeviceOutlet outlet,
      EngineParts parts) {
    this.line = line;
    this.lock = lock;
    this.reader = reader;
    this.writing = writing;
    this.outlet = outlet;
    this.parts = parts;
  }

  /** The value of a property that is not older than this, or one that is read for it. */
  CompletableFuture<Sample> read(String property, Duration maxAge) {
    CompletableFuture<Sample> answer = new CompletableFuture<>();
    lock.lock();
    try {
      Sample young = young(slot(property), maxAge);
      if (young != null) {
        answer.complete(young);
        return answer;
      }
      admit();
      reads.computeIfAbsent(property, p -> new ArrayList<>()).add(answer);
      readers++;
      askToRead();
    } catch (AccessException e) {
      answer.completeExceptionally(e);
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /**
   * Writes values, in the order of the map, and reads them back.
   *
   * @param told makes of it what the caller is told, or the reason why it failed
   */
  <T> CompletableFuture<T> write(Map<String, String> values, Function<Written, T> told) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    lock.lock();
    try {
      List<PropertySlot> slots = new ArrayList<>();
      List<PropertyWrite> writes = new ArrayList<>();
      for (Map.Entry<String, String> value : values.entrySet()) {
        PropertySlot slot = slot(value.getKey());
        slots.add(slot);
        writes.add(new PropertyWrite(slot.spec(), slot.encoder().encode(value.getValue())));
      }
      admit();
      order(new WriteOrder<>(slots, writes, List.copyOf(values.values()), told, answer));
    } catch (UnfitValueException e) {
      answer.completeExceptionally(
          new AccessException(Kind.INVALID, String.valueOf(e.getMessage())));
    } catch (AccessException e) {
      answer.completeExceptionally(e);
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /** Has the driver run a method of the device. */
  CompletableFuture<Map<String, Object>> invoke(String method, Map<String, Object> arguments) {
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    lock.lock();
    try {
      admit();
      order(new InvokeOrder(method, arguments, answer));
    } catch (AccessException e) {
      answer.completeExceptionally(e);
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /** All readings of a property that are remembered. */
  List<Sample> history(String property) {
    lock.lock();
    try {
      return outlet.remembered(slot(property).history());
    } finally {
      lock.unlock();
    }
  }

  /** A conversation is open: what waits is done. The lock is held. */
  void open() {
    away = null;
    orders.forEach(order -> line.submit(Job.Rank.WRITE, parts.time().nanos(), this::carryOut));
    if (readers > 0) {
      askToRead();
    }
  }

  /** The device is away: what waits fails. The lock is held. */
  void away(String reason) {
    away = reason;
    AccessException why = isAway(reason);
    Order order;
    while ((order = orders.poll()) != null) {
      order.fail(why);
    }
    takeReads().values().forEach(waiting -> waiting.forEach(answer -> fail(answer, why)));
  }

  private PropertySlot slot(String property) {
    DeviceImage image = line.image();
    PropertySlot slot = image.slot(property);
    if (slot == null) {
      throw new AccessException(
          Kind.NOT_FOUND,
          "device "
              + image.compiled().key()
              + " has no property "
              + property
              + "; it has "
              + String.join(", ", image.slots().stream().map(PropertySlot::name).toList()));
    }
    return slot;
  }

  private @Nullable Sample young(PropertySlot slot, Duration maxAge) {
    if (maxAge.isZero() || maxAge.isNegative()) {
      return null;
    }
    long nanos = maxAge.compareTo(Duration.ofDays(365)) > 0 ? Long.MAX_VALUE / 2 : maxAge.toNanos();
    Sample newest = outlet.newest(slot.history(), parts.time().nanos() - nanos);
    return newest == null || newest.quality() == Quality.BAD ? null : newest;
  }

  private void admit() {
    if (away != null) {
      throw isAway(away);
    }
    if (readers + orders.size() >= MOST) {
      throw new AccessException(
          Kind.BUSY,
          MOST + " requests to device " + line.image().compiled().key() + " wait already");
    }
  }

  private AccessException isAway(String reason) {
    return new AccessException(
        Kind.DEVICE_FAILED, "device " + line.image().compiled().key() + " is away: " + reason);
  }

  private void order(Order order) {
    orders.add(order);
    line.submit(Job.Rank.WRITE, parts.time().nanos(), this::carryOut);
  }

  private void askToRead() {
    if (!readQueued) {
      readQueued = true;
      line.submit(Job.Rank.DEMAND, parts.time().nanos(), this::readAll);
    }
  }

  private Map<String, List<CompletableFuture<Sample>>> takeReads() {
    Map<String, List<CompletableFuture<Sample>>> taken = reads;
    reads = new LinkedHashMap<>();
    readers = 0;
    return taken;
  }

  private void carryOut(LinkQueue at) {
    Order order;
    Turn turn;
    lock.lock();
    try {
      turn = line.turn(at);
      order = turn == null ? null : orders.poll();
    } finally {
      lock.unlock();
    }
    if (turn != null && order != null) {
      order.carryOut(at, turn);
      outlet.deliver();
    }
  }

  private void readAll(LinkQueue at) {
    Map<String, List<CompletableFuture<Sample>>> waiting;
    PollGroup group;
    long begun = parts.time().nanos();
    lock.lock();
    try {
      readQueued = false;
      if (readers == 0 || line.turn(at) == null) {
        return;
      }
      waiting = takeReads();
      List<PropertySlot> slots = new ArrayList<>();
      for (PropertySlot slot : line.image().slots()) {
        if (waiting.containsKey(slot.name())) {
          slots.add(slot);
        }
      }
      group = line.onDemand(slots, false);
    } finally {
      lock.unlock();
    }
    if (!group.slots().isEmpty()) {
      reader.read(at, group);
    }
    waiting.forEach((property, answers) -> answer(property, answers, begun));
  }

  private void answer(String property, List<CompletableFuture<Sample>> answers, long begun) {
    Sample sample;
    AccessException failure = null;
    lock.lock();
    try {
      sample = outlet.newest(slot(property).history(), begun);
      if (sample == null) {
        failure = isAway(away == null ? "it gave no answer" : away);
      } else if (sample.quality() == Quality.BAD) {
        failure =
            new AccessException(
                Kind.DEVICE_FAILED, property + " could not be read: " + sample.reason());
      }
    } catch (AccessException e) {
      sample = null;
      failure = e;
    } finally {
      lock.unlock();
    }
    for (CompletableFuture<Sample> answer : answers) {
      if (failure != null) {
        fail(answer, failure);
      } else if (sample != null) {
        succeed(answer, sample);
      }
    }
  }

  /** Answers leave on workers of their own, so that what follows from them holds up no wire. */
  private <T> void succeed(CompletableFuture<T> answer, T value) {
    parts.links().aside(() -> answer.complete(value));
  }

  private void fail(CompletableFuture<?> answer, AccessException why) {
    parts.links().aside(() -> answer.completeExceptionally(why));
  }

  /** Values to be written and read back. */
  private final class WriteOrder<T> implements Order {
    private final List<PropertySlot> slots;
    private final List<PropertyWrite> writes;
    private final List<String> texts;
    private final Function<Written, T> told;
    private final CompletableFuture<T> answer;

    private WriteOrder(
        List<PropertySlot> slots,
        List<PropertyWrite> writes,
        List<String> texts,
        Function<Written, T> told,
        CompletableFuture<T> answer) {
      this.slots = slots;
      this.writes = writes;
      this.texts = texts;
      this.told = told;
      this.answer = answer;
    }

    @Override
    public void carryOut(LinkQueue at, Turn turn) {
      try {
        List<@Nullable WriteResult> results = writing.write(turn, writes);
        ReadBatch back = writing.check(at, slots, writes, results);
        succeed(answer, told.apply(written(results, back)));
      } catch (AccessException e) {
        fail(e);
      } catch (CallFailedException e) {
        fail(new AccessException(Kind.DEVICE_FAILED, "nothing was written: " + e.reason()));
        if (e.kind() != CallFailedException.Kind.DEFECT) {
          line.failed(e, turn);
        }
      }
    }

    private Written written(List<@Nullable WriteResult> results, ReadBatch back) {
      List<DesiredOutcome> outcomes = new ArrayList<>();
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < slots.size(); i++) {
        PropertySlot slot = slots.get(i);
        WriteResult result = i < results.size() ? results.get(i) : null;
        String failure = result == null ? "the driver gave no result" : result.failure();
        outcomes.add(new DesiredOutcome(slot.name(), texts.get(i), failure, 1, null));
        Object value = back.value(slot);
        if (value != null) {
          values.put(slot.name(), value);
        }
      }
      return new Written(outcomes, values);
    }

    @Override
    public void fail(AccessException why) {
      Requests.this.fail(answer, why);
    }
  }

  /** A method that the driver runs. */
  private final class InvokeOrder implements Order {
    private final String method;
    private final Map<String, Object> arguments;
    private final CompletableFuture<Map<String, Object>> answer;

    private InvokeOrder(
        String method,
        Map<String, Object> arguments,
        CompletableFuture<Map<String, Object>> answer) {
      this.method = method;
      this.arguments = arguments;
      this.answer = answer;
    }

    @Override
    public void carryOut(LinkQueue at, Turn turn) {
      try {
        turn.call("invoke", (session, deadline) -> answered(session, deadline)).run();
      } catch (CallFailedException e) {
        fail(new AccessException(Kind.DEVICE_FAILED, method + " failed: " + e.reason()));
        if (e.kind() == CallFailedException.Kind.LATE
            || e.kind() == CallFailedException.Kind.GIVEN_UP) {
          line.failed(e, turn);
        }
      }
    }

    @SuppressWarnings("ConstantConditions") // a driver may break the contract
    private @Nullable Runnable answered(DeviceSession session, Deadline deadline)
        throws DriverException {
      try {
        Map<String, Object> result = session.invoke(method, arguments, deadline);
        return result == null ? null : () -> succeed(answer, result);
      } catch (IllegalArgumentException e) {
        return () -> fail(new AccessException(Kind.INVALID, method + ": " + e.getMessage()));
      }
    }

    @Override
    public void fail(AccessException why) {
      Requests.this.fail(answer, why);
    }
  }
}
