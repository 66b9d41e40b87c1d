package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has a driver look at descriptions before they are applied: on workers, one after another as they
 * came, so that a driver that hangs in it holds up neither the runtime nor a person in the shell.
 *
 * <ul>
 *   <li>Of each device the newest description counts; one that is withdrawn is not applied.
 *   <li>One in which the driver hangs is refused, and looked at again when the call returns; one
 *       for which it takes too long, after a while.
 *   <li>While {@value #MOST_HANGING} calls hang the driver is asked nothing more; what comes waits
 *       for one of them to return.
 * </ul>
 */
final class Descriptions {
  /** What is done with them. */
  interface Keeper {
    /** The driver that is to serve a device. */
    Seat seatOf(NamespacedName device);

    /** The driver serves the device, unless another one is to serve it by now. */
    boolean apply(CompiledDevice device, Seat by, Finding found);

    /**
     * The driver does not serve the device as it is described, if that still is its description.
     */
    void refuse(CompiledDevice device, String reason);
  }

  static final int MOST_HANGING = 3;
  private static final long PATIENCE_MILLIS = 6_000;
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Keeper keeper;
  private final EngineParts parts;
  private final LinkQueue queue;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<NamespacedName, CompiledDevice> wanted = new HashMap<>();
  private final Set<NamespacedName> unanswered = new HashSet<>();
  private @Nullable Examiner asking;
  private int hanging;

  Descriptions(String protocol, EngineParts parts, Keeper keeper) {
    this.keeper = keeper;
    this.parts = parts;
    this.queue = parts.links().aside("descriptions " + protocol);
  }

  /** Takes a description, to be applied soon if the driver agrees. */
  void want(CompiledDevice device) {
    lock.lock();
    try {
      wanted.put(device.key(), device);
      look(device);
    } finally {
      lock.unlock();
    }
  }

  /** Has the driver that serves now look at all of them. */
  void lookAgain() {
    lock.lock();
    try {
      wanted.values().forEach(this::look);
    } finally {
      lock.unlock();
    }
  }

  /** Withdraws the description of a device. */
  void withdraw(NamespacedName device) {
    lock.lock();
    try {
      wanted.remove(device);
      unanswered.remove(device);
    } finally {
      lock.unlock();
    }
  }

  /** Whether this is what is wanted of a device. */
  boolean isWanted(CompiledDevice device) {
    lock.lock();
    try {
      CompiledDevice newest = wanted.get(device.key());
      return newest != null && newest.sameAs(device);
    } finally {
      lock.unlock();
    }
  }

  /** Withdraws all, and interrupts the driver should it look at one. */
  void end() {
    Examiner now;
    lock.lock();
    try {
      wanted.clear();
      unanswered.clear();
      now = asking;
    } finally {
      lock.unlock();
    }
    if (now != null) {
      now.end();
    }
  }

  /**
   * What is wrong with a description. Waits for the driver, but not for one that hangs: then what
   * the driver would say remains to be seen.
   */
  List<Problem> problems(CompiledDevice device) {
    if (isHanging()) {
      return device.problems();
    }
    CompletableFuture<List<Problem>> answer = new CompletableFuture<>();
    queue.add(new Job(Job.Rank.DEMAND, parts.time().nanos(), () -> answer(device, answer)));
    try {
      return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return device.problems();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return device.problems();
    }
  }

  private void answer(CompiledDevice device, CompletableFuture<List<Problem>> answer) {
    Seat by = keeper.seatOf(device.key());
    try {
      answer.complete(ask(by, device, reason -> answer.complete(device.problems())).problems());
    } catch (CallFailedException e) {
      answer.complete(device.problems());
    }
  }

  private void look(CompiledDevice device) {
    queue.add(new Job(Job.Rank.POLL, parts.time().nanos(), () -> lookNow(device)));
  }

  private void lookNow(CompiledDevice device) {
    if (!isWanted(device)) {
      return;
    }
    if (isHanging()) {
      leave(device, "its driver hangs in validate");
      return;
    }
    Seat by = keeper.seatOf(device.key());
    try {
      Finding found = ask(by, device, reason -> leave(device, reason));
      if (found.wire() == null) {
        keeper.refuse(device, found.reason());
      } else if (!keeper.apply(device, by, found)) {
        look(device);
      }
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        keeper.refuse(device, e.reason());
        parts.time().after(AGAIN_NANOS, () -> look(device));
      }
    }
  }

  /** Refuses a description until the driver answers again. */
  private void leave(CompiledDevice device, String reason) {
    lock.lock();
    try {
      if (!isWanted(device)) {
        return;
      }
      unanswered.add(device.key());
    } finally {
      lock.unlock();
    }
    parts.links().aside(() -> keeper.refuse(device, reason));
  }

  private Finding ask(Seat by, CompiledDevice device, Consumer<String> hangs)
      throws CallFailedException {
    Examiner examiner = new Examiner(by.entry(), queue, parts);
    asks(examiner);
    try {
      return examiner.examine(
          by,
          device,
          reason -> {
            oneMoreHangs();
            hangs.accept(reason);
          });
    } catch (CallFailedException e) {
      if (e.kind() == Kind.GIVEN_UP) {
        returned();
      }
      throw e;
    }
  }

  private void asks(Examiner examiner) {
    lock.lock();
    try {
      asking = examiner;
    } finally {
      lock.unlock();
    }
  }

  private boolean isHanging() {
    lock.lock();
    try {
      return hanging >= MOST_HANGING;
    } finally {
      lock.unlock();
    }
  }

  private void oneMoreHangs() {
    lock.lock();
    try {
      hanging++;
    } finally {
      lock.unlock();
    }
  }

  /** A call that hung has returned: what had no answer is looked at again. */
  private void returned() {
    List<CompiledDevice> again = new ArrayList<>();
    lock.lock();
    try {
      hanging--;
      for (NamespacedName device : unanswered) {
        CompiledDevice description = wanted.get(device);
        if (description != null) {
          again.add(description);
        }
      }
      unanswered.clear();
    } finally {
      lock.unlock();
    }
    again.forEach(this::look);
  }
}
