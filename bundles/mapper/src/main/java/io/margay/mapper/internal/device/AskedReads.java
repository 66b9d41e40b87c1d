package io.margay.mapper.internal.device;

import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads that programs ask for. Those that wait at the same time become one read of the device,
 * which goes before the polls; its answers are reported like those of a poll. Guarded by the
 * device's lock.
 */
final class AskedReads {
  private final LineContext context;
  private final LineJobs jobs;
  private final Connection connection;
  private final Reader reader;
  private final Answers answers;
  private final ReentrantLock lock;
  private Map<String, List<CompletableFuture<Sample>>> waiting = new LinkedHashMap<>();
  private int count;
  private boolean queued;
  private String trouble = "it gave no answer";

  AskedReads(
      LineContext context, LineJobs jobs, Connection connection, Reader reader, Answers answers) {
    this.context = context;
    this.jobs = jobs;
    this.connection = connection;
    this.reader = reader;
    this.answers = answers;
    this.lock = context.lock();
  }

  /** How many wait. */
  int count() {
    return count;
  }

  /** One more waits for the value of a property. */
  void add(String property, CompletableFuture<Sample> answer) {
    waiting.computeIfAbsent(property, p -> new ArrayList<>()).add(answer);
    count++;
    askToRead();
  }

  /** A conversation is open. */
  void open() {
    trouble = "it gave no answer";
    if (count > 0) {
      askToRead();
    }
  }

  /** The device is away. */
  void away(String reason) {
    trouble = reason;
    AccessException why = context.image().isAway(reason);
    take().values().forEach(all -> all.forEach(answer -> answers.fail(answer, why)));
  }

  private void askToRead() {
    if (!queued) {
      queued = true;
      jobs.soon(Job.Rank.DEMAND, this::read);
    }
  }

  private Map<String, List<CompletableFuture<Sample>>> take() {
    Map<String, List<CompletableFuture<Sample>>> taken = waiting;
    waiting = new LinkedHashMap<>();
    count = 0;
    return taken;
  }

  private void read(LinkQueue at) {
    Map<String, List<CompletableFuture<Sample>>> asked;
    List<PropertySlot> slots;
    long begun = context.time().nanos();
    lock.lock();
    try {
      queued = false;
      if (count == 0 || connection.turn(at) == null) {
        return;
      }
      asked = take();
      slots = context.image().slots(asked.keySet());
    } finally {
      lock.unlock();
    }
    if (!slots.isEmpty()) {
      reader.readNow(at, slots, false);
    }
    asked.forEach((property, all) -> answer(property, all, begun));
  }

  private void answer(String property, List<CompletableFuture<Sample>> all, long begun) {
    try {
      Sample sample = found(property, begun);
      all.forEach(answer -> answers.succeed(answer, sample));
    } catch (AccessException e) {
      all.forEach(answer -> answers.fail(answer, e));
    }
  }

  private Sample found(String property, long begun) {
    lock.lock();
    try {
      PropertySlot slot = context.image().known(property);
      @Nullable Sample sample = context.outlet().newest(slot.memory(), begun);
      if (sample == null) {
        throw context.image().isAway(trouble);
      }
      if (sample.quality() == Quality.BAD) {
        throw new AccessException(
            Kind.DEVICE_FAILED, property + " could not be read: " + sample.reason());
      }
      return sample;
    } finally {
      lock.unlock();
    }
  }
}
