package io.margay.mapper.internal.device;

import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a device says of its own accord: reported as it comes, by a queue beside those of the links,
 * so that it waits for no poll. What a device tells of is not polled. Guarded by the device's lock.
 */
final class Announcements {
  private final LineContext context;
  private final LineJobs jobs;
  private final Connection connection;
  private final Polls polls;
  private final Consumer<ReadBatch> answered;
  private final LinkQueue deliveries;
  private final ReentrantLock lock;
  private @Nullable Subscription current;

  /**
   * @param answered is told of each answer; the lock is held
   */
  Announcements(
      LineContext context,
      LineJobs jobs,
      Connection connection,
      Polls polls,
      Consumer<ReadBatch> answered) {
    this.context = context;
    this.jobs = jobs;
    this.connection = connection;
    this.polls = polls;
    this.answered = answered;
    this.deliveries = context.parts().links().aside(context.key().toString());
    this.lock = context.lock();
  }

  /** What the device tells of. */
  Set<String> properties() {
    return current == null ? Set.of() : current.properties();
  }

  /** Listens to what a conversation has subscribed to, and no more to what came before. */
  void listen(Opening opening) {
    take(opening.subscription(), opening.conversation());
  }

  /** Listens no more. */
  void end() {
    take(null, null);
  }

  /** Subscribes anew in the conversation that is open, if there is one. */
  void renew() {
    Turn turn = connection.turn();
    if (turn != null && turn.conversation().station().seat().subscribes()) {
      jobs.soon(Job.Rank.DEMAND, this::subscribe);
    }
  }

  private void take(@Nullable Subscription next, @Nullable Conversation by) {
    Subscription before = current;
    current = next;
    if (before != null) {
      before.end();
    }
    if (next != null && by != null) {
      next.begin(new Told(by));
    }
    if (before != null || next != null) {
      polls.regroup(context.image(), properties());
    }
  }

  private void subscribe(LinkQueue at) {
    Turn turn;
    Opening opening;
    lock.lock();
    try {
      turn = connection.turn(at);
      if (turn == null) {
        return;
      }
      opening = Opening.of(turn.conversation(), context);
    } finally {
      lock.unlock();
    }
    try {
      opening.subscribe();
      subscribed(turn, opening);
    } catch (CallFailedException e) {
      connection.failed(e, turn);
    }
    context.outlet().deliver();
  }

  private void subscribed(Turn turn, Opening opening) {
    lock.lock();
    try {
      if (connection.goesOn(turn) && context.image().compiled().equals(opening.device())) {
        listen(opening);
      }
    } finally {
      lock.unlock();
    }
  }

  private void deliverSoon() {
    if (deliveries.waiting() == 0) {
      deliveries.add(
          new Job(Job.Rank.POLL, context.time().nanos(), () -> context.outlet().deliver()));
    }
  }

  /** Reports what the device says in one conversation. */
  private final class Told implements Subscription.Listener {
    private final Conversation by;

    private Told(Conversation by) {
      this.by = by;
    }

    @Override
    public void told(ReadBatch answer) {
      context.report(answer, false);
      answered.accept(answer);
      deliverSoon();
    }

    @Override
    public void lost(String reason) {
      jobs.soon(Job.Rank.CLOSE, at -> connection.hungUp(reason, by));
    }
  }
}
