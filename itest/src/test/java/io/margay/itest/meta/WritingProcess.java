package io.margay.itest.meta;

import io.margay.meta.Resource;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.nio.file.Path;
import java.time.Clock;

/** Writes from several threads until it is killed, and prints each write that was acknowledged. */
final class WritingProcess {
  private WritingProcess() {}

  public static void main(String[] args) {
    SqliteMetaStore store =
        new SqliteMetaStore(Path.of(args[0]), StoreLimits.DEFAULT, Clock.systemUTC());
    for (int t = 0; t < 4; t++) {
      String prefix = "r" + args[1] + "-t" + t + "-";
      new Thread(() -> write(store, prefix)).start();
    }
  }

  private static void write(SqliteMetaStore store, String prefix) {
    for (int i = 0; ; i++) {
      String name = prefix + i % 10;
      Resource made = store.apply(Stored.put(name, "n" + i)).orElseThrow();
      System.out.println(name + " " + made.revision() + " .");
    }
  }
}
