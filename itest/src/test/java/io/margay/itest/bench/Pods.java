package io.margay.itest.bench;

import io.margay.itest.containers.PodNode;
import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
      Set<String> containers = containers(pods);
      Figures.print("killed in its first minute, started until 20 are known %5d ms", known(pods));
      idle(pods);
      awaitArchive(pods);
      Figures.print("killed later, started until 20 are known               %5d ms", known(pods));
      Figures.print(
          "their containers are %s", containers(pods).equals(containers) ? "the same" : "others");

      long start = System.nanoTime();
      for (int i = 1; i <= COUNT; i++) {
        pods.node().unapply("p" + i + ".yaml");
      }
      while (!pods.containerd().ctr("containers", "list", "-q").isBlank()) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      Figures.print("20 manifests deleted until gone   %5d ms", millisSince(start));
    }
  }

  /** Kills and starts the node; gives the time until it has its engine and tells of its pods. */
  private static long known(PodNode pods) throws InterruptedException {
    pods.node().kill();
    long start = System.nanoTime();
    pods.node().launch().output().await(0, "containers: containerd");
    awaitRunning(pods, COUNT);
    return millisSince(start);
  }

  private static Set<String> containers(PodNode pods) {
    return Set.of(pods.containerd().ctr("containers", "list", "-q").split("\n", -1));
  }

  private static void awaitArchive(PodNode pods) {
    pods.node().log().await(0, "the next start is faster");
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
    while (told(pods).split(RUNNING, -1).length <= count) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static String told(PodNode pods) {
    RunningProgram.Result answer =
        pods.network()
            .attempt(
                Program.BUSYBOX.path(), "wget", "-q", "-O", "-", "http://127.0.0.1:10350/pods");
    return answer.exitCode() == 0 ? answer.text() : "";
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
