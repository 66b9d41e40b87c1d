package io.margay.runc.internal.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the node itself may do, and so its containers at most (proc(5), capabilities(7)). */
final class OwnRights {
  private static final int CAP_SYS_RESOURCE = 24;

  private OwnRights() {}

  /** The lowest {@code oom_score_adj} that this process may give away. */
  static int lowestOomScore() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          long capabilities = Long.parseUnsignedLong(line.substring(7).strip(), 16);
          if ((capabilities >> CAP_SYS_RESOURCE & 1) != 0) {
            return -1000;
          }
        }
      }
      return Integer.parseInt(Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
    } catch (IOException e) {
      return 0;
    }
  }
}
