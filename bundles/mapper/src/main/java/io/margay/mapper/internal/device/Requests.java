package io.margay.mapper.internal.device;

import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What programs ask of one device, beside its polls and wishes.
 *
 * <ul>
 *   <li>{@linkplain AskedReads Reads} go before the polls.
 *   <li>{@linkplain Order Orders} are carried out one after another as they came, before all reads.
 *   <li>While the device is being opened requests wait; when it is away they fail at once. At most
 *       {@value #MOST} wait.
 * </ul>
 */
final class Requests {
  static final int MOST = 256;
  private static final Duration LONGEST_AGE = Duration.ofDays(365);

  private final LineContext context;
  private final LineJobs jobs;
  private final Connection connection;
  private final Writing writing;
  private final Answers answers;
  private final AskedReads reads;
  private final ReentrantLock lock;
  private final Deque<Order> orders = new ArrayDeque<>();
  private @Nullable String away;

  Requests(
      LineContext context, LineJobs jobs, Connection connection, Reader reader, Writing writing) {
    this.context = context;
    this.jobs = jobs;
    this.connection = connection;
    this.writing = writing;
    this.answers = new Answers(context.parts().links());
    this.reads = new AskedReads(context, jobs, connection, reader, answers);
    this.lock = context.lock();
  }

  /** The value of a property that is not older than this, or one that is read for it. */
  CompletableFuture<Sample> read(String property, Duration maxAge) {
    return taken(
        answer -> {
          Sample young = young(context.image().known(property), maxAge);
          if (young != null) {
            answer.complete(young);
          } else {
            admit();
            reads.add(property, answer);
          }
        });
  }

  /**
   * Writes values, in the order of the map, and reads them back.
   *
   * @param told makes of it what the caller is told, or the reason why it failed
   */
  <T> CompletableFuture<T> write(Map<String, String> values, Function<Written, T> told) {
    return taken(
        answer -> {
          WriteOrder.Values encoded = encoded(values);
          admit();
          order(new WriteOrder<>(encoded, writing, connection, told, answer, answers));
        });
  }

  /** Has the driver run a method of the device. */
  CompletableFuture<Map<String, Object>> invoke(String method, Map<String, Object> arguments) {
    return taken(
        answer -> {
          admit();
          order(new InvokeOrder(method, arguments, connection, answer, answers));
        });
  }

  /** All readings of a property that are remembered. */
  List<Sample> history(String property) {
    lock.lock();
    try {
      return context.outlet().remembered(context.image().known(property).memory());
    } finally {
      lock.unlock();
    }
  }

  /** A conversation is open: what waits is done. The lock is held. */
  void open() {
    away = null;
    orders.forEach(order -> jobs.soon(Job.Rank.WRITE, this::carryOut));
    reads.open();
  }

  /** The device is away: what waits fails. The lock is held. */
  void away(String reason) {
    away = reason;
    AccessException why = context.image().isAway(reason);
    Order order;
    while ((order = orders.poll()) != null) {
      order.fail(why);
    }
    reads.away(reason);
  }

  /** Takes a request, or fails it at once. */
  private <T> CompletableFuture<T> taken(Consumer<CompletableFuture<T>> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    lock.lock();
    try {
      request.accept(answer);
    } catch (AccessException e) {
      answer.completeExceptionally(e);
    } finally {
      lock.unlock();
    }
    return answer;
  }

  private WriteOrder.Values encoded(Map<String, String> values) {
    List<PropertySlot> slots = new ArrayList<>();
    List<PropertyWrite> writes = new ArrayList<>();
    try {
      for (Map.Entry<String, String> value : values.entrySet()) {
        PropertySlot slot = context.image().known(value.getKey());
        slots.add(slot);
        writes.add(new PropertyWrite(slot.spec(), slot.encoder().encode(value.getValue())));
      }
    } catch (UnfitValueException e) {
      throw new AccessException(Kind.INVALID, String.valueOf(e.getMessage()));
    }
    return new WriteOrder.Values(slots, writes, List.copyOf(values.values()));
  }

  private @Nullable Sample young(PropertySlot slot, Duration maxAge) {
    if (maxAge.isZero() || maxAge.isNegative()) {
      return null;
    }
    long nanos = maxAge.compareTo(LONGEST_AGE) > 0 ? Long.MAX_VALUE / 2 : maxAge.toNanos();
    Sample newest = context.outlet().newest(slot.memory(), context.time().nanos() - nanos);
    return newest == null || newest.quality() == Quality.BAD ? null : newest;
  }

  private void admit() {
    if (away != null) {
      throw context.image().isAway(away);
    }
    if (reads.count() + orders.size() >= MOST) {
      throw new AccessException(
          Kind.BUSY, MOST + " requests to device " + context.key() + " wait already");
    }
  }

  private void order(Order order) {
    orders.add(order);
    jobs.soon(Job.Rank.WRITE, this::carryOut);
  }

  private void carryOut(LinkQueue at) {
    Order order;
    Turn turn;
    lock.lock();
    try {
      turn = connection.turn(at);
      order = turn == null ? null : orders.poll();
    } finally {
      lock.unlock();
    }
    if (turn != null && order != null) {
      order.carryOut(at, turn);
      context.outlet().deliver();
    }
  }
}
