package io.margay.itest.bench;

import java.nio.file.Path;

/** What Linux says a process takes. */
record ProcessFigures(double rssMegabytes, double pssMegabytes, long cpuMillis, int threads) {
  private static final int CLOCK_TICKS_PER_SECOND = 100;

  static ProcessFigures of(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    String status = Figures.text(proc.resolve("status"));
    String stat = Figures.text(proc.resolve("stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]);
    return new ProcessFigures(
        kilobytes(status, "VmRSS:") / 1024.0,
        kilobytes(Figures.text(proc.resolve("smaps_rollup")), "Pss:") / 1024.0,
        ticks * 1000 / CLOCK_TICKS_PER_SECOND,
        (int) kilobytes(status, "Threads:"));
  }

  private static long kilobytes(String lines, String key) {
    return lines
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip().split("\\s+", 2)[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
