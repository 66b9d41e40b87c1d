package io.margay.bus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryThreadsTest {
  private final DeliveryThreads threads = new DeliveryThreads(2, Duration.ofMillis(20));
  private final BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void stop() {
    gate.countDown();
    threads.close(Duration.ofSeconds(5));
  }

  @Test
  void workBeyondTheBoundWaitsAndIsDoneInTurn() throws Exception {
    for (int i = 0; i < 4; i++) {
      threads.execute(this::block);
    }
    Thread first = next();
    Thread second = next();
    assertThat(first).isNotSameAs(second);
    assertThat(ran).isEmpty();

    gate.countDown();

    assertThat(next()).isIn(first, second);
    assertThat(next()).isIn(first, second);
  }

  @Test
  void anIdleThreadEnds() throws Exception {
    threads.execute(() -> ran.add(Thread.currentThread()));

    Thread thread = next();
    thread.join(30_000);

    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void closingInterruptsAndSaysWhetherAllEnded() throws Exception {
    threads.execute(this::block);
    next();

    assertThat(threads.close(Duration.ofSeconds(5))).isTrue();
    threads.execute(() -> ran.add(Thread.currentThread()));
    assertThat(ran).isEmpty();
  }

  @Test
  void closingGivesUpOnAThreadThatIgnoresInterrupts() throws Exception {
    threads.execute(
        () -> {
          ran.add(Thread.currentThread());
          while (gate.getCount() > 0) {
            Thread.onSpinWait();
          }
        });
    next();

    assertThat(threads.close(Duration.ofMillis(10))).isFalse();
  }

  private void block() {
    ran.add(Thread.currentThread());
    try {
      gate.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread next() throws InterruptedException {
    return ran.poll(30, TimeUnit.SECONDS);
  }
}
