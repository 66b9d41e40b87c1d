package io.margay.meta.internal;

import static io.margay.meta.internal.Things.THING;
import static io.margay.meta.internal.Things.delete;
import static io.margay.meta.internal.Things.key;
import static io.margay.meta.internal.Things.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.meta.MetaException.Unavailable;
import io.margay.meta.Selector;
import io.margay.meta.WatchEvent;
import io.margay.sqlite.DatabaseFile;
import io.margay.sqlite.GroupWriter;
import io.margay.sqlite.Schema;
import io.margay.sqlite.WritingSession;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFaultsTest {
  @TempDir Path var;
  private final TestClock clock = new TestClock();
  private SqliteMetaStore store;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aFileThatIsNoDatabaseIsSetAsideAndANewOneBegun() throws Exception {
    Files.createDirectories(var.resolve("meta"));
    Files.writeString(database(), "this is no database, and long enough to look at".repeat(100));

    open(var);

    assertThat(store.apply(put("a", "{}"))).isPresent();
    assertThat(metaFiles()).contains("meta.db.corrupt-20261122T100000Z");
  }

  @Test
  void aDamagedDatabaseIsSetAsideWithItsLog() throws Exception {
    open(var);
    for (int i = 0; i < 300; i++) {
      store.apply(put("thing-" + i, "{\"x\":\"" + "y".repeat(500) + "\"}"));
    }
    store.close();
    damage(database());

    open(var);

    assertThat(store.list(THING, Selector.ALL).items()).isEmpty();
    assertThat(store.apply(put("a", "{}"))).isPresent();
    assertThat(metaFiles()).contains("meta.db.corrupt-20261122T100000Z");
  }

  @Test
  void aFileOfANewerMargayIsRefusedAndLeftAlone() throws Exception {
    open(var);
    store.apply(put("a", "{}"));
    store.close();
    raiseSchemaTo(99);

    open(var);

    assertThatThrownBy(() -> store.apply(put("b", "{}")))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            database()
                + " has tables of version 99 and this Margay knows 1. Install the Margay that wrote"
                + " it, or move the file away to begin anew");
    assertThatThrownBy(() -> store.get(key("a"))).isInstanceOf(Unavailable.class);
    assertThat(metaFiles()).noneMatch(name -> name.contains("corrupt"));
  }

  @Test
  void whereNothingCanBeWrittenTheStoreIsEmptyAndSaysWhatToDo() throws Exception {
    Path file = Files.createFile(var.resolve("a-file"));

    open(file);

    assertThat(store.get(key("a"))).isEmpty();
    assertThat(store.list(THING, Selector.ALL).items()).isEmpty();
    assertThatThrownBy(() -> store.apply(put("a", "{}")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining(file.resolve("meta/meta.db") + " cannot be written")
        .hasMessageContaining("space and write permission");
  }

  @Test
  void writingIsTriedAgainAfterAWhile() throws Exception {
    Path file = Files.createFile(var.resolve("a-file"));
    open(file);
    assertThatThrownBy(() -> store.apply(put("a", "{}"))).isInstanceOf(Unavailable.class);
    Recorder recorder = new Recorder();
    store.watch(THING, Selector.ALL, 0, recorder);

    Files.delete(file);
    clock.advance(Duration.ofSeconds(3));

    assertThat(store.apply(put("a", "{}"))).isPresent();
    assertThat(recorder.awaitUpdated("a")).isNotNull();
    assertThat(store.get(key("a"))).isPresent();
  }

  @Test
  void aFullFileRefusesWritesServesReadsAndRecovers() {
    openWithFileOf(1);
    String filler = "{\"x\":\"" + "y".repeat(50_000) + "\"}";
    int stored = 0;
    Unavailable full = null;
    while (full == null) {
      try {
        store.apply(put("thing-" + stored, filler));
        stored++;
      } catch (Unavailable e) {
        full = e;
      }
    }

    assertThat(full).hasMessageContaining("the disk is full, or the file has reached its largest");
    assertThat(stored).isGreaterThan(10);
    assertThat(store.list(THING, Selector.ALL).items()).hasSize(stored);
    assertThat(store.check().writing()).contains("full");

    store.apply(List.of(delete("thing-0"), delete("thing-1"), delete("thing-2")));
    assertThat(store.apply(put("again", filler))).isPresent();
    assertThat(store.check().writing()).isEqualTo("ok");
    assertThat(store.check().integrity()).isEqualTo("ok");
  }

  @Test
  void revisionsAndTheOrderOfAWatchDoNotCareForTheClock() throws Exception {
    open(var);
    Recorder recorder = new Recorder();
    store.watch(THING, Selector.ALL, 0, recorder);
    recorder.untilBookmark();

    long last = 0;
    for (int days : new int[] {0, 400, -4000, 20_000, -20_000, 1}) {
      clock.advance(Duration.ofDays(days));
      long revision = store.apply(put("after-" + days, "{}")).orElseThrow().revision();
      assertThat(revision).isEqualTo(last + 1);
      last = revision;
    }
    long end = last;

    assertThat(recorder.until(event -> event.revision() == end))
        .extracting(WatchEvent::revision)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aClockThatJumpsBackDoesNotKeepTheStoreClosed() throws Exception {
    Path file = Files.createFile(var.resolve("a-file"));
    open(file);
    Files.delete(file);

    clock.advance(Duration.ofDays(-365));

    assertThat(store.apply(put("a", "{}"))).isPresent();
  }

  private void open(Path folder) {
    store = new SqliteMetaStore(folder, StoreLimits.DEFAULT, clock);
  }

  private void openWithFileOf(int mib) {
    store = new SqliteMetaStore(var, StoreLimits.of(mib, 10_000), clock);
  }

  private Path database() {
    return var.resolve("meta/meta.db");
  }

  private List<String> metaFiles() throws IOException {
    try (var files = Files.list(var.resolve("meta"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void raiseSchemaTo(int version) {
    DatabaseFile newer =
        new DatabaseFile(database(), var, 1, new Schema(Collections.nCopies(version, List.of())));
    GroupWriter.start(
            newer,
            "newer-margay",
            1,
            sql -> new WritingSession() {},
            new FileReporter(database(), () -> {}),
            clock)
        .close();
  }

  private static void damage(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = 4096; at < bytes.length(); at += 4096) {
        bytes.seek(at);
        bytes.write(new byte[64]);
      }
    }
  }

  /** A clock that the test moves. */
  private static final class TestClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
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
}
