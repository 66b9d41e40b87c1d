package io.margay.edged.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.sync.Health;
import io.margay.edged.internal.sync.Probing.Probed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbesTest {
  private final Probes probes = new Probes(new Calls(Optional::empty), Clock.systemUTC());

  @AfterEach
  void noThreadStays() {
    probes.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("margay-probe") && thread.isAlive())
        .isEmpty();
  }

  @Test
  void aContainerThatAnswersBecomesReadyAndItsPodIsTold() throws Exception {
    try (ServerSocket open = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      CountDownLatch told = new CountDownLatch(1);
      Pod pod = pod("readiness", open.getLocalPort());
      Probed container = probed(pod);
      probes.follow(pod, List.of(container), told::countDown);

      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(probes.health("c1")).isEqualTo(new Health(true, true, ""));
    }
  }

  @Test
  void aContainerThatDoesNotAnswerFailsWithItsReason() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    int port = closedPort();
    Pod pod = pod("liveness", port);
    probes.follow(pod, List.of(probed(pod)), told::countDown);

    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(probes.health("c1").failed())
        .isEqualTo("Liveness probe failed: TCP 127.0.0.1:%d: Connection refused".formatted(port));
  }

  @Test
  void aContainerIsNotReadyBeforeItWasLookedAtAndForgottenAfterwards() throws Exception {
    Pod pod = pod("readiness", closedPort());
    probes.follow(pod, List.of(probed(pod)), () -> {});
    assertThat(probes.health("c1").ready()).isFalse();

    probes.follow(pod, List.of(), () -> {});
    assertThat(probes.health("c1")).isEqualTo(Health.GOOD);

    probes.follow(pod, List.of(probed(pod)), () -> {});
    probes.forget(PodJson.UID);
    assertThat(probes.health("c1")).isEqualTo(Health.GOOD);
  }

  @Test
  void aProbeThatWasChangedLooksInsteadOfTheOneBefore() throws Exception {
    Pod before = pod("readiness", closedPort());
    probes.follow(before, List.of(probed(before)), () -> {});
    try (ServerSocket open = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      CountDownLatch told = new CountDownLatch(1);
      Pod after = pod("readiness", open.getLocalPort());

      probes.follow(after, List.of(probed(after)), told::countDown);

      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(probes.health("c1").ready()).isTrue();
    }
  }

  @Test
  void howeverOftenAContainerIsLookedAtOneAlarmWaitsForIt() throws Exception {
    try (ServerSocket open = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Probes hasty = new Probes(new Calls(Optional::empty), new HastyClock())) {
      String probe = "{'tcpSocket':{'port':%d},'periodSeconds':1}".formatted(open.getLocalPort());
      Pod pod =
          PodJson.containers(
              "{'name':'a','image':'i','livenessProbe':%s,'readinessProbe':%s}"
                  .formatted(probe, probe));
      hasty.follow(pod, List.of(probed(pod)), () -> {});

      for (int look = 0; look < 200; look++) {
        open.accept().close();
      }

      assertThat(hasty.alarms()).isLessThanOrEqualTo(1);
    }
  }

  /** Half a second goes by with every look at it. */
  private static final class HastyClock extends Clock {
    private final AtomicLong millis = new AtomicLong(System.currentTimeMillis());

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.addAndGet(500));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static Probed probed(Pod pod) {
    return new Probed(pod.spec().containers().get(0), "c1", Instant.now(), "127.0.0.1");
  }

  private static Pod pod(String kind, int port) {
    return PodJson.containers(
        "{'name':'a','image':'i','%sProbe':{'tcpSocket':{'port':%d},'periodSeconds':60,'failureThreshold':1}}"
            .formatted(kind, port));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
