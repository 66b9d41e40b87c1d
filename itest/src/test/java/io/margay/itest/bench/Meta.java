package io.margay.itest.bench;

import io.margay.itest.support.WorkFolder;
import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The resource store alone, in this process: durable writes, reads, memory and start with 10,000
 * resources of 1 kB. Baselines: the same bytes appended to a file and flushed, and bare sqlite-jdbc
 * with a transaction for each write. What is written stays in the folder, in {@code bench-meta-…}.
 */
final class Meta {
  private static final ResourceType TYPE = ResourceType.of("bench.margay.io/v1", "Thing");
  private static final String FILLER = "x".repeat(800);
  private static final int RESOURCES = 10_000;

  private Meta() {}

  public static void main(String[] args) throws Exception {
    int millis = 1000 * (args.length > 0 ? Integer.parseInt(args[0]) : 5);
    Path disk = args.length > 1 ? Path.of(args[1]) : WorkFolder.file("");
    Path var =
        Files.createTempDirectory(Files.createDirectories(disk.toAbsolutePath()), "bench-meta-");
    Figures.title("resource store, resources of 1 kB, in " + var);
    flushedFile(var.resolve("bytes"), millis);
    bareSqlite(var.resolve("bare.db"), millis);
    SqliteMetaStore store = open(var);
    writes(store, 16, 2000);
    for (int callers : new int[] {1, 16, 64, 256}) {
      writes(store, callers, millis);
    }
    store.close();
    resources(var.resolve("many"));
    Figures.print("# load at the end %s", Figures.text(Path.of("/proc/loadavg")).strip());
  }

  private static SqliteMetaStore open(Path var) {
    return new SqliteMetaStore(var, StoreLimits.DEFAULT, Clock.systemUTC());
  }

  private static void resources(Path var) throws Exception {
    SqliteMetaStore store = open(var);
    store.apply(put("warm", 0));
    store.list(TYPE, Selector.ALL);
    long without = heapInUse();
    for (int from = 0; from < RESOURCES; from += 100) {
      List<Change> batch = new ArrayList<>();
      for (int i = from; i < from + 100; i++) {
        batch.add(put("thing-" + i, i));
      }
      store.apply(batch);
    }
    gets(store);
    report("get of one of 10,000", gets(store));
    long[] lists = new long[20];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = nanos(() -> store.list(TYPE, Selector.ALL).items().size());
    }
    Arrays.sort(lists);
    report("list of 10,000", lists);
    Figures.print("%,8.0f kB of heap for 10,000 resources", (heapInUse() - without) / 1024.0);
    store.close();
    long[] starts = new long[5];
    for (int i = 0; i < starts.length; i++) {
      starts[i] =
          nanos(
              () -> {
                SqliteMetaStore again = open(var);
                if (again.get(key("thing-1")).isEmpty()) {
                  throw new IllegalStateException("thing-1 is not there after a restart");
                }
                again.close();
                return again;
              });
    }
    Arrays.sort(starts);
    report("open with 10,000, check, get one, close", starts);
  }

  private static void report(String what, long[] nanos) {
    Figures.print(
        "%,8.1f µs p50, %,.1f µs p99: %s",
        nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3, what);
  }

  private static long[] gets(SqliteMetaStore store) throws Exception {
    long[] nanos = new long[100_000];
    for (int i = 0; i < nanos.length; i++) {
      ResourceKey key = key("thing-" + i * 7919L % RESOURCES);
      nanos[i] = nanos(() -> store.get(key).orElseThrow());
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static long nanos(Callable<?> task) throws Exception {
    long start = System.nanoTime();
    task.call();
    return System.nanoTime() - start;
  }

  private static void writes(SqliteMetaStore store, int callers, int millis) throws Exception {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    long end = start + millis * 1_000_000L;
    int[] counts = new int[callers];
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < callers; c++) {
      int caller = c;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; System.nanoTime() < end; i++) {
                  store.apply(put("c" + caller + "-" + i % 100, System.nanoTime()));
                  counts[caller]++;
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long count = Arrays.stream(counts).asLongStream().sum();
    Figures.print(
        "%,8d durable writes/s, %d callers, %.0f µs of processor time for each",
        perSecond(count, start), callers, (cpuNanos() - cpu) / 1e3 / count);
  }

  private static void flushedFile(Path file, int millis) throws IOException {
    byte[] bytes = put("a", 0).content().getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();
    long count = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (; System.nanoTime() - start < millis * 1_000_000L; count++) {
        channel.write(ByteBuffer.wrap(bytes));
        channel.force(false);
      }
    }
    Figures.print(
        "%,8d writes/s, baseline: append and fdatasync, 1 caller", perSecond(count, start));
  }

  private static void bareSqlite(Path file, int millis) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE thing (name TEXT PRIMARY KEY, content TEXT)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT OR REPLACE INTO thing VALUES (?, ?)")) {
        long start = System.nanoTime();
        long count = 0;
        for (; System.nanoTime() - start < millis * 1_000_000L; count++) {
          insert.setString(1, "thing-" + count % 100);
          insert.setString(2, put("a", count).content());
          insert.executeUpdate();
        }
        Figures.print(
            "%,8d writes/s, baseline: bare sqlite-jdbc, 1 caller", perSecond(count, start));
      }
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static long perSecond(long count, long startNanos) {
    return 1_000_000_000L * count / (System.nanoTime() - startNanos);
  }

  private static long heapInUse() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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
