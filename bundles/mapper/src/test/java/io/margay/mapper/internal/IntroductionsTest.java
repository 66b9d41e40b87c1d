package io.margay.mapper.internal;

import static io.margay.mapper.internal.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DriverDescription;
import io.margay.mapper.internal.work.Links;
import io.margay.mapper.internal.work.SystemTime;
import io.margay.mapper.internal.work.Watchdog;
import io.margay.mapper.internal.work.WorkerPool;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntroductionsTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final SystemTime time = new SystemTime();
  private final WorkerPool pool =
      new WorkerPool(time, new WorkerPool.Limits(4, 4, Duration.ofSeconds(30).toNanos()));
  private final Introductions introductions =
      new Introductions(time, new Watchdog(time, pool, 20, 50), new Links(pool), 50);

  @AfterEach
  void stop() {
    release.countDown();
    pool.close();
    time.close();
  }

  @Test
  void aDriverThatHangsInDescribeIsToldOfOnceAndTheNextOneIsAsked() {
    ask(describing(this::hang));
    ask(describing(() -> DriverDescription.of("modbus", "Test")));
    await(() -> told.size() == 2);
    assertThat(told).containsExactlyInAnyOrder("trouble: describe hangs", "modbus");

    release.countDown();
    await(() -> pool.abandoned() == 0);
    assertThat(told).hasSize(2);
  }

  @Test
  void aDriverThatFailsInDescribeIsToldOfWithItsReason() {
    ask(
        describing(
            () -> {
              throw new IllegalStateException("a bug");
            }));
    await(() -> !told.isEmpty());

    assertThat(told)
        .containsExactly("trouble: it failed in describe: java.lang.IllegalStateException: a bug");
  }

  private void ask(DeviceDriver driver) {
    introductions.ask(driver, told::add, trouble -> told.add("trouble: " + trouble));
  }

  private DriverDescription hang() {
    boolean released = false;
    while (!released) {
      try {
        release.await();
        released = true;
      } catch (InterruptedException ignored) {
        // hangs, whoever interrupts it
      }
    }
    return DriverDescription.of("late", "Test");
  }

  private static DeviceDriver describing(Supplier<DriverDescription> describe) {
    return (DeviceDriver)
        Proxy.newProxyInstance(
            IntroductionsTest.class.getClassLoader(),
            new Class<?>[] {DeviceDriver.class},
            (proxy, method, arguments) -> describe.get());
  }
}
