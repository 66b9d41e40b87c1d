package io.margay.itest.bench;

import io.margay.itest.containers.PodNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Pods on containerd: from the manifest to Running, what the node takes with 20 of them, from a
 * kill of the node until they are known again, and until 20 are gone. Needs root.
 */
final class Pods {
  private static final int COUNT = 20;
  private static final int IDLE_SECONDS = 30;
  private static final String SCRIPT = "trap exit TERM; while :; do sleep 1; done";
  private static final String RUNNING = "\"phase\":\"Running\"";

  private Pods() {}

  public static void main(String[] args) throws InterruptedException {
    Figures.title("pods on containerd, one container each");
    try (PodNode pods = PodNode.running("bench-pods")) {
      List<Long> starts = new ArrayList<>();
      for (int i = 1; i <= COUNT; i++) {
        long start = System.nanoTime();
        pods.apply("p" + i, SCRIPT);
        awaitRunning(pods, i);
        starts.add(millisSince(start));
      }
      Figures.print("manifest written to Running       %s", Figures.spread(starts));
      idle(pods);

      pods.node().kill();
      long start = System.nanoTime();
      pods.node().start();
      long started = millisSince(start);
      awaitRunning(pods, COUNT);
      Figures.print(
          "killed, started until 20 are known  %5d ms  (of these %d to start)",
          millisSince(start), started);

      start = System.nanoTime();
      for (int i = 1; i <= COUNT; i++) {
        pods.node().unapply("p" + i + ".yaml");
      }
      while (!pods.containerd().ctr("containers", "list", "-q").isBlank()) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      Figures.print("20 manifests deleted until gone   %5d ms", millisSince(start));
    }
  }

  private static void idle(PodNode pods) throws InterruptedException {
    TimeUnit.SECONDS.sleep(5);
    long pid = pods.node().program().pid();
    ProcessFigures before = ProcessFigures.of(pid);
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    ProcessFigures after = ProcessFigures.of(pid);
    Figures.print(
        "idle with 20 pods                 %.1f MB RSS, %.1f MB PSS, %d threads, %.1f %% of a core",
        after.rssMegabytes(),
        after.pssMegabytes(),
        after.threads(),
        (after.cpuMillis() - before.cpuMillis()) / (IDLE_SECONDS * 10.0));
  }

  private static void awaitRunning(PodNode pods, int count) throws InterruptedException {
    while (pods.fetch("http://127.0.0.1:10350/pods").split(RUNNING, -1).length <= count) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
