package io.margay.itest.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The lines that a process has printed so far, for threads that wait for one of them. */
public final class Lines {
  private static final int TAIL = 40;

  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** A place in the text: what follows it is printed from now on. */
  public synchronized int mark() {
    return lines.size();
  }

  /** All that was printed after a mark. */
  public synchronized List<String> since(int mark) {
    return List.copyOf(lines.subList(mark, lines.size()));
  }

  /** How many lines after a mark hold a text. */
  public long count(int mark, String text) {
    return since(mark).stream().filter(line -> line.contains(text)).count();
  }

  /** Waits for a line after a mark that holds all of these texts. */
  public String await(int mark, String... texts) {
    return await(
        mark,
        "a line with " + String.join(" and ", texts),
        line -> List.of(texts).stream().allMatch(line::contains));
  }

  /** Waits for a line after a mark. */
  public synchronized String await(int mark, String what, Predicate<String> wanted) {
    long end = System.nanoTime() + Await.PATIENCE.toNanos();
    int seen = mark;
    while (true) {
      for (; seen < lines.size(); seen++) {
        if (wanted.test(lines.get(seen))) {
          return lines.get(seen);
        }
      }
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (ended || millis <= 0) {
        throw new AssertionError(
            "waited in vain for %s%s; the last lines are%n%s"
                .formatted(
                    what,
                    ended
                        ? " (the process has ended)"
                        : " for " + Await.PATIENCE.toSeconds() + " s",
                    tail()));
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }

  private String tail() {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }
}
