package io.margay.meta.internal.bench;

import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints how fast the store is in a folder, by default a new one below the working directory. */
public final class StoreBench {
  private static final ResourceType TYPE = ResourceType.of("bench.margay.io/v1", "Thing");
  private static final String FILLER = "x".repeat(800);

  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    Path var =
        args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory(Path.of(""), "bench-");
    SqliteMetaStore store =
        new SqliteMetaStore(var.toAbsolutePath(), StoreLimits.DEFAULT, Clock.systemUTC());
    try {
      writes(store, 1, 500);
      System.out.printf("durable writes/s,  1 caller:  %,d%n", writes(store, 1, 2000));
      System.out.printf("durable writes/s, 16 callers: %,d%n", writes(store, 16, 1000));
      gets(store, 20_000);
      long[] nanos = gets(store, 50_000);
      System.out.printf(
          "get of 1 kB: p50 %.1f µs, p99 %.1f µs%n",
          nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3);
    } finally {
      store.close();
    }
  }

  private static long writes(SqliteMetaStore store, int callers, int each) throws Exception {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < callers; c++) {
      int caller = c;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  store.apply(put("c" + caller + "-" + i % 100, System.nanoTime()));
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return 1_000_000_000L * callers * each / (System.nanoTime() - start);
  }

  private static long[] gets(SqliteMetaStore store, int count) {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      ResourceKey key = key("c0-" + i % 100);
      long start = System.nanoTime();
      if (store.get(key).isEmpty()) {
        throw new IllegalStateException(key + " is missing");
      }
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static ResourceKey key(String name) {
    return new ResourceKey(TYPE, "default", name);
  }

  private static Change.Put put(String name, long value) {
    return new Change.Put(
        key(name),
        Owner.LOCAL,
        """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s"},"spec":{"value":%d,"filler":"%s"}}"""
            .formatted(TYPE.apiVersion(), TYPE.kind(), name, value, FILLER));
  }
}
