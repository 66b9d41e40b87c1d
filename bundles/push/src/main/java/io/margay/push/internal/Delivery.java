package io.margay.push.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives one batch to a channel. A batch that is rejected is halved, so that one bad record does not
 * take its neighbours with it; after {@value #MOST_REJECTIONS} rejections halves are not halved any
 * more, as it is then not the records that are wrong.
 */
final class Delivery {
  private static final int MOST_REJECTIONS = 16;

  private final Deadline deadline;
  private int done;
  private int delivered;
  private int rejections;
  private @Nullable String rejection;

  Delivery(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Delivers; how many were done before a failure is in {@link #done}.
   *
   * @throws PushException of kind UNREACHABLE
   */
  void run(PushChannel channel, List<Entry> batch) throws PushException {
    try {
      channel.deliver(batch.stream().map(Entry::sent).toList(), deadline);
      count(batch.size());
    } catch (PushException e) {
      count(e.delivered());
      if (e.kind() == PushException.Kind.UNREACHABLE) {
        throw e;
      }
      reject(channel, batch.subList(e.delivered(), batch.size()), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      reject(channel, batch, "the sink failed: " + e);
    }
  }

  private void count(int records) {
    done += records;
    delivered += records;
  }

  private void reject(PushChannel channel, List<Entry> batch, String reason) throws PushException {
    rejections++;
    rejection = reason;
    if (batch.size() <= 1 || rejections >= MOST_REJECTIONS) {
      done += batch.size();
    } else {
      int half = batch.size() / 2;
      run(channel, batch.subList(0, half));
      run(channel, batch.subList(half, batch.size()));
    }
  }

  /** How many of the first records need not be sent again: delivered or rejected. */
  int done() {
    return done;
  }

  /** How many records the target has. */
  int delivered() {
    return delivered;
  }

  /** Why records were rejected; null when none was. */
  @Nullable String rejection() {
    return rejection;
  }
}
