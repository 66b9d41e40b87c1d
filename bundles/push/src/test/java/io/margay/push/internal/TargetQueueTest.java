package io.margay.push.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TargetQueueTest {
  private static final TargetKey KEY = new TargetKey("fake", "fake://80");
  private static final Duration LINGER = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final PushLimits LIMITS =
      new PushLimits(
          10,
          LINGER,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          40,
          1_000,
          1_000_000);

  private final ManualTime time = new ManualTime();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final MemorySpool spool = new MemorySpool();
  private final FakeSink sink = new FakeSink();
  private final TargetQueue queue = queue(0);

  private TargetQueue queue(long stored) {
    return new TargetQueue(
        KEY,
        stored,
        new TargetQueue.Surroundings(
            spool, time, work::add, LIMITS, new Random(1), new AtomicLong()::incrementAndGet));
  }

  private void offer(long from, long to) {
    LongStream.rangeClosed(from, to).forEach(i -> queue.offer(Samples.numbered(i)));
  }

  private void pass(Duration length) {
    long steps = Math.max(1, length.toMillis() / 100);
    for (int i = 0; i < steps; i++) {
      runAll();
      time.pass(length.dividedBy(steps));
    }
    runAll();
  }

  private void runAll() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  private static Long[] numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
  }

  @Test
  void recordsWaitForOthersUntilTheLingerIsOver() {
    queue.sinkCame(sink);
    offer(1, 3);
    runAll();
    assertThat(sink.taken).isEmpty();

    pass(LINGER);

    assertThat(sink.batches).containsExactly(3);
    assertThat(queue.status().state()).isEqualTo("ready");
    assertThat(queue.status().delivered()).isEqualTo(3);
  }

  @Test
  void aFullBatchGoesAtOnceOverOneChannelAndTheDiskIsLeftAlone() {
    queue.sinkCame(sink);
    offer(1, 10);
    runAll();
    offer(11, 20);
    runAll();

    assertThat(sink.batches).containsExactly(10, 10);
    assertThat(sink.opened).isEqualTo(1);
    assertThat(spool.kept).isEmpty();
  }

  @Test
  void whatATargetDoesNotTakeIsStoredAndDeliveredInOrderOnceItIsBack() {
    queue.sinkCame(sink);
    sink.away = true;
    offer(1, 10);
    runAll();
    assertThat(spool.of(KEY)).hasSize(10);
    assertThat(sink.closed).isEqualTo(1);

    offer(11, 35);
    assertThat(spool.of(KEY)).hasSize(35);
    assertThat(queue.status().state()).startsWith("away, again in");
    assertThat(queue.status().lastError()).isEqualTo("connection refused");
    sink.away = false;
    pass(LONG);

    assertThat(sink.taken).containsExactly(numbers(1, 35));
    assertThat(spool.of(KEY)).isEmpty();
    assertThat(queue.status().waiting()).isZero();
    assertThat(queue.status().retried()).isEqualTo(1);
    offer(36, 45);
    runAll();
    assertThat(sink.taken).containsExactly(numbers(1, 45));
  }

  @Test
  void attemptsBecomeRarerWhileATargetIsAway() {
    queue.sinkCame(sink);
    sink.away = true;
    offer(1, 1);
    pass(Duration.ofSeconds(10));
    int early = sink.calls;

    pass(Duration.ofMinutes(10));

    assertThat(early).isBetween(3, 6);
    assertThat(sink.calls - early).isBetween(9, 26);
  }

  @Test
  void whatComesWhileABatchIsUnderWayGoesAfterIt() {
    queue.sinkCame(sink);
    sink.away = true;
    offer(1, 10);
    offer(11, 30); // 20 in memory, as many as spill to the disk
    runAll();
    sink.away = false;
    pass(LONG);

    assertThat(sink.taken).containsExactly(numbers(1, 30));
  }

  @Test
  void whatIsOnItsWayToTheDiskIsNotOvertaken() {
    queue.sinkCame(sink);
    spool.held = new ArrayDeque<>();
    offer(1, 10); // a batch, for which no worker is free yet
    offer(11, 25); // so that the first 20 are to be stored
    runAll();
    assertThat(sink.taken).isEmpty();

    while (!spool.held.isEmpty()) {
      spool.held.remove().run();
    }
    spool.held = null;
    pass(LONG);

    assertThat(sink.taken).containsExactly(numbers(1, 25));
  }

  @Test
  void whatIsStoredWhileNothingIsFoundIsNotForgotten() {
    TargetQueue lost = queue(5); // of a file that was set aside
    spool.whileReading =
        () -> {
          spool.whileReading = () -> {};
          LongStream.rangeClosed(1, 3).forEach(i -> lost.offer(Samples.numbered(i)));
        };
    lost.sinkCame(sink);
    pass(LONG);

    assertThat(sink.taken).containsExactly(numbers(1, 3));
    assertThat(lost.isIdle()).isTrue();
  }

  @Test
  void aStoredRecordThatCannotBeReadIsToldAndTriedAgain() {
    offer(1, 5);
    spool.whileReading =
        () -> {
          throw new IllegalStateException("of another version");
        };
    queue.sinkCame(sink);
    runAll();
    assertThat(queue.status().lastError()).contains("of another version");

    spool.whileReading = () -> {};
    pass(LONG);

    assertThat(sink.taken).containsExactly(numbers(1, 5));
  }

  @Test
  void aSinkThatGoesJustBeforeItIsCalledIsNotCalled() {
    offer(1, 5);
    spool.whileReading = () -> queue.sinkWent(sink);
    queue.sinkCame(sink);
    runAll();

    assertThat(sink.opened).isZero();
    assertThat(spool.of(KEY)).hasSize(5);
    spool.whileReading = () -> {};
    queue.sinkCame(sink);
    runAll();
    assertThat(sink.taken).containsExactly(numbers(1, 5));
  }

  @Test
  void oneRecordThatIsRejectedDoesNotTakeItsNeighboursWithIt() {
    queue.sinkCame(sink);
    sink.disliked = sent -> sent.sample().sequence() == 4;
    offer(1, 10);
    runAll();

    assertThat(sink.taken).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(queue.status().dropped()).isEqualTo(1);
    assertThat(queue.status().lastError()).isEqualTo("not like that");
    assertThat(queue.status().state()).isEqualTo("ready");
  }

  @Test
  void recordsWaitOnTheDiskForASinkThatIsNotThereYet() {
    offer(1, 5);
    assertThat(spool.of(KEY)).hasSize(5);
    assertThat(queue.status().state()).isEqualTo("no sink");

    queue.sinkCame(sink);
    runAll();

    assertThat(sink.taken).containsExactly(numbers(1, 5));
  }

  @Test
  void aSinkThatGoesHasItsChannelClosedAndIsNotCalledAgain() {
    queue.sinkCame(sink);
    offer(1, 10);
    runAll();
    queue.sinkWent(sink);
    offer(11, 20);
    pass(LONG);

    assertThat(sink.closed).isEqualTo(1);
    assertThat(sink.taken).containsExactly(numbers(1, 10));
    FakeSink next = new FakeSink();
    queue.sinkCame(next);
    runAll();
    assertThat(next.taken).containsExactly(numbers(11, 20));
  }

  @Test
  void whatIsStoredFromBeforeARestartGoesFirst() {
    spool
        .append(
            KEY,
            LongStream.rangeClosed(1, 15)
                .mapToObj(i -> new Entry(-i, Samples.numbered(i)))
                .toList())
        .join();
    TargetQueue after = queue(15);
    after.sinkCame(sink);
    runAll();

    assertThat(sink.taken).hasSize(15);
    assertThat(after.isIdle()).isTrue();
  }

  @Test
  void whileTheDiskFailsTheNewestRecordsWaitInMemory() {
    queue.sinkCame(sink);
    sink.away = true;
    spool.broken = true;
    offer(1, 100);
    runAll();
    assertThat(queue.status().dropped()).isEqualTo(60);

    sink.away = false;
    pass(LONG);

    assertThat(sink.taken).containsExactly(numbers(61, 100));
  }

  @Test
  void closingStoresWhatIsInMemory() {
    queue.sinkCame(sink);
    offer(1, 5);
    queue.close();

    assertThat(spool.of(KEY)).hasSize(5);
    assertThat(sink.taken).isEmpty();
  }
}
