package io.margay.mapper.internal.work;

import static io.margay.mapper.internal.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private final SystemTime time = new SystemTime();
  private final CountDownLatch release = new CountDownLatch(1);
  private WorkerPool pool = pool(64, 16, Duration.ofSeconds(30));

  @AfterEach
  void close() {
    release.countDown();
    pool.close();
    time.close();
  }

  @Test
  void blockedTasksDoNotDelayTheNext() throws Exception {
    for (int i = 0; i < 50; i++) {
      pool.execute(this::block);
    }
    CountDownLatch living = new CountDownLatch(1);

    pool.execute(living::countDown);

    assertThat(living.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.size()).isGreaterThan(50);
  }

  @Test
  void quickTasksNeedNoFurtherThreads() throws Exception {
    pool.close();
    ManualTime played = new ManualTime(() -> {});
    pool = new WorkerPool(played, new WorkerPool.Limits(64, 16, Long.MAX_VALUE));
    CountDownLatch done = new CountDownLatch(1_000);
    for (int i = 0; i < 1_000; i++) {
      pool.execute(done::countDown);
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    played.pass(Duration.ofSeconds(1));
    assertThat(pool.size()).isEqualTo(2);
  }

  @Test
  void quickTasksWakeNoFurtherThreadsThoughThereAre() throws Exception {
    for (int i = 0; i < 10; i++) {
      pool.execute(this::block);
    }
    await(() -> pool.size() >= 10);
    release.countDown();
    await(() -> pool.idle() == pool.size());
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch done = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      pool.execute(
          () -> {
            threads.add(Thread.currentThread());
            done.countDown();
          });
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(threads).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void idleThreadsAreWokenForTasksThatWouldWait() throws Exception {
    for (int i = 0; i < 10; i++) {
      pool.execute(this::block);
    }
    await(() -> pool.size() >= 10);
    release.countDown();
    await(() -> pool.idle() == pool.size());
    CountDownLatch together = new CountDownLatch(10);
    CountDownLatch done = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      pool.execute(
          () -> {
            together.countDown();
            awaitAll(together);
            done.countDown();
          });
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void thereAreNeverMoreThreadsThanAllowed() throws Exception {
    pool.close();
    pool = pool(3, 16, Duration.ofSeconds(30));
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      pool.execute(
          () -> {
            threads.add(Thread.currentThread());
            block();
            all.countDown();
          });
    }

    await(() -> threads.size() == 3);
    release.countDown();

    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(threads).hasSize(3);
  }

  @Test
  void idleThreadsEnd() {
    pool.close();
    pool = pool(8, 16, Duration.ofMillis(20));
    pool.execute(() -> {});

    await(() -> pool.size() == 0);
    CountDownLatch again = new CountDownLatch(1);
    pool.execute(again::countDown);

    await(() -> again.getCount() == 0);
  }

  @Test
  void aTaskThatThrowsDoesNotEndItsThread() {
    CountDownLatch next = new CountDownLatch(1);
    pool.execute(
        () -> {
          throw new IllegalStateException("oops");
        });
    pool.execute(next::countDown);

    await(() -> next.getCount() == 0);
  }

  @Test
  void aThreadThatIsGivenUpIsReplacedAndEndsWithItsTask() {
    pool.close();
    pool = pool(1, 1, Duration.ofSeconds(30));
    AtomicReference<Thread> stuck = new AtomicReference<>();
    CountDownLatch next = new CountDownLatch(1);
    pool.execute(
        () -> {
          stuck.set(Thread.currentThread());
          block();
        });
    pool.execute(next::countDown);
    await(() -> stuck.get() != null);

    assertThat(pool.abandon(stuck.get())).isTrue();
    await(() -> next.getCount() == 0);
    assertThat(pool.abandoned()).isEqualTo(1);
    release.countDown();

    await(() -> !stuck.get().isAlive());
    assertThat(pool.abandoned()).isZero();
  }

  @Test
  void noMoreThreadsAreGivenUpThanAllowed() {
    pool.close();
    pool = pool(4, 0, Duration.ofSeconds(30));
    AtomicReference<Thread> stuck = new AtomicReference<>();
    pool.execute(
        () -> {
          stuck.set(Thread.currentThread());
          block();
        });
    await(() -> stuck.get() != null);

    assertThat(pool.abandon(stuck.get())).isFalse();
    assertThat(pool.abandon(Thread.currentThread())).isFalse();
  }

  private WorkerPool pool(int most, int abandoned, Duration idle) {
    return new WorkerPool(time, new WorkerPool.Limits(most, abandoned, idle.toNanos()));
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void block() {
    awaitAll(release);
  }
}
