package io.margay.push.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.PushSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A target that remembers what it was given, goes away and returns, and dislikes some records. */
final class FakeSink implements PushSink {
  final List<Long> taken = new ArrayList<>();
  final List<Integer> batches = new ArrayList<>();
  int opened;
  int closed;
  int calls;
  boolean away;
  Predicate<PushRecord> disliked = sent -> false;

  @Override
  public String method() {
    return "Fake";
  }

  @Override
  public List<Problem> validate(PushSettings settings) {
    List<Problem> problems = new ArrayList<>();
    settings.read(problems::add).integer(1, 65_535, "port");
    return problems;
  }

  @Override
  public String target(PushSettings settings) {
    return "fake://" + settings.data().get("port");
  }

  @Override
  public PushChannel open(PushSettings settings, Deadline deadline) throws PushException {
    opened++;
    return new PushChannel() {
      @Override
      public void deliver(List<PushRecord> batch, Deadline until) throws PushException {
        calls++;
        if (away) {
          throw PushException.unreachable("connection refused");
        }
        if (batch.stream().anyMatch(disliked)) {
          throw PushException.rejected("not like that");
        }
        batches.add(batch.size());
        batch.forEach(sent -> taken.add(sent.sample().sequence()));
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }
}
