package io.margay.mapper.internal.device;

/**
 * How a device does, as its answers and failures show: told to the runtime, with a bad sample of
 * each property when it is lost. Guarded by the device's lock.
 */
final class Vitals {
  private final LineContext context;
  private final Wishes wishes;
  private final BackOff backOff;
  private final Health health;
  private boolean lossTold;

  Vitals(LineContext context, Wishes wishes, BackOff backOff) {
    this.context = context;
    this.wishes = wishes;
    this.backOff = backOff;
    this.health = new Health(context.key(), context.outlet());
  }

  /** Whether the device has not answered since it was lost. */
  boolean isDoubtful() {
    return backOff.failures() > 0;
  }

  /** It has given a sign of life. */
  void answers() {
    health.answers(backOff.failures(), context.time().nanos());
    backOff.succeeded();
    lossTold = false;
  }

  /** A read came through, with whatever it brought. */
  void answered(ReadBatch batch) {
    if (batch.anyRead() || !context.image().readable().isEmpty()) {
      answers();
    } else {
      backOff.succeeded();
      lossTold = false;
      health.unhealthy(String.valueOf(batch.firstReason()));
    }
  }

  /** It is away, and is tried again after a wait. */
  void lost(String reason, long waitNanos) {
    tellLoss(reason);
    health.away(reason, waitNanos, context.time().nanos());
  }

  /** It is away, and its driver does not let go of it. */
  void stuck(String reason) {
    tellLoss(reason);
    health.stuck(reason);
  }

  /** It is described anew; of properties that are new nothing has been told yet. */
  void described() {
    lossTold &= context.image().isAnswered();
  }

  private void tellLoss(String reason) {
    if (lossTold) {
      return;
    }
    lossTold = true;
    ReadBatch nothing = new ReadBatch(context.time(), context.image().slots());
    nothing.begin();
    nothing.fill(reason);
    context.report(nothing, true);
    context.outlet().outcomes(wishes.away(reason));
  }
}
