package io.margay.itest.bench;

import io.margay.itest.containers.PodLives;
import io.margay.itest.containers.PodNode;
import io.margay.itest.containers.Traces;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is left of 200 pods, on containerd and by runc, half a minute after the last. Needs root.
 */
final class PodsLeaks {
  private static final int AT_ONCE = 20;
  private static final int SETTLE_SECONDS = 30;

  private PodsLeaks() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int lives = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    Figures.title("what %d lives of pods leave".formatted(lives));
    try (PodNode pods = PodNode.running("bench-leaks")) {
      Figures.print("on containerd");
      live(pods, lives);
    }
    try (PodNode pods = PodNode.withoutEngine("bench-leaks-runc")) {
      Figures.print("by runc");
      live(pods, lives);
    }
  }

  private static void live(PodNode pods, int lives) throws IOException, InterruptedException {
    PodLives life = new PodLives(pods);
    life.live(AT_ONCE);
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    Traces before = Traces.of(pods);
    long start = System.nanoTime();
    for (int i = 0; i < lives; i += AT_ONCE) {
      life.live(AT_ONCE);
    }
    Figures.print(
        "  time             %d s", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    Traces after = Traces.of(pods);
    Map<String, List<String>> left = after.since(before);
    after
        .byKind()
        .forEach(
            (kind, all) ->
                Figures.print(
                    "  %-12s %5d before %5d after  left: %s",
                    kind,
                    before.byKind().get(kind).size(),
                    all.size(),
                    left.getOrDefault(kind, List.of())));
  }
}
