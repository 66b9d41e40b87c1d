package io.margay.meta.internal;

import static io.margay.meta.internal.Things.OTHER;
import static io.margay.meta.internal.Things.THING;
import static io.margay.meta.internal.Things.content;
import static io.margay.meta.internal.Things.delete;
import static io.margay.meta.internal.Things.key;
import static io.margay.meta.internal.Things.labelled;
import static io.margay.meta.internal.Things.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreWatchTest {
  private static final StoreLimits NARROW =
      new StoreLimits(64, 20, Duration.ofMillis(50), Duration.ofSeconds(5), 10, 2000);

  @TempDir Path var;
  private final Recorder recorder = new Recorder();
  private SqliteMetaStore store;

  @BeforeEach
  void open() {
    store = new SqliteMetaStore(var, StoreLimits.DEFAULT, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void fromTheStartItTellsAllThatExistsThenABookmarkThenWhatComes() throws Exception {
    Resource a = store.apply(put("a", "{}")).orElseThrow();
    store.apply(put("gone", "{}"));
    store.apply(delete("gone"));
    Resource b = store.apply(put("b", "{}")).orElseThrow();

    store.watch(THING, Selector.ALL, 0, recorder);
    List<WatchEvent> first = recorder.untilBookmark();
    Resource c = store.apply(put("c", "{}")).orElseThrow();

    assertThat(first)
        .containsExactly(
            new WatchEvent.Updated(a),
            new WatchEvent.Updated(b),
            new WatchEvent.Bookmark(b.revision()));
    assertThat(recorder.awaitUpdated("c").resource()).isEqualTo(c);
  }

  @Test
  void fromARevisionItTellsWhatCameAfter() throws Exception {
    store.apply(List.of(put("a", "{}"), put("b", "{}")));
    long revision = store.list(THING, Selector.ALL).revision();
    store.apply(put("a", "{\"x\":1}"));
    Resource b = store.apply(delete("b")).orElseThrow();
    Resource c = store.apply(put("c", "{}")).orElseThrow();

    store.watch(THING, Selector.ALL, revision, recorder);
    List<WatchEvent> events = recorder.until(e -> e.revision() == c.revision());

    assertThat(events).hasSize(3);
    assertThat(events.get(0)).isInstanceOf(WatchEvent.Updated.class);
    assertThat(events.get(1)).isEqualTo(new WatchEvent.Deleted(b, c.revision() - 1));
    assertThat(events.get(2)).isEqualTo(new WatchEvent.Updated(c));
  }

  @Test
  void itTellsOnlyOfItsTypeAndNamespaceAndName() throws Exception {
    ResourceKey elsewhere = new ResourceKey(THING, "zoo", "a");
    ResourceKey otherType = new ResourceKey(OTHER, "default", "a");
    store.watch(THING, new Selector("default", "a", Map.of()), 0, recorder);
    recorder.untilBookmark();

    store.apply(new Change.Put(elsewhere, Owner.LOCAL, content(elsewhere, "{}")));
    store.apply(new Change.Put(otherType, Owner.LOCAL, content(otherType, "{}")));
    store.apply(put("b", "{}"));
    Resource a = store.apply(put("a", "{}")).orElseThrow();

    assertThat(recorder.until(e -> true)).containsExactly(new WatchEvent.Updated(a));
  }

  @Test
  void aResourceThatLosesItsLabelIsDeletedForWhoeverWatchesTheLabel() throws Exception {
    store.apply(labels("a", "{\"line\":\"1\"}"));
    store.apply(labels("never", "{\"line\":\"2\"}"));
    store.watch(THING, new Selector("", "", Map.of("line", "1")), 0, recorder);
    List<WatchEvent> first = recorder.untilBookmark();

    Resource moved = store.apply(labels("a", "{\"line\":\"2\"}")).orElseThrow();

    assertThat(first).hasSize(2);
    assertThat(recorder.until(e -> true))
        .containsExactly(new WatchEvent.Deleted(moved, moved.revision()));
  }

  @Test
  void revisionsNeverGoBackThoughManyWrite() throws Exception {
    store.watch(THING, Selector.ALL, 0, recorder);
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 8; w++) {
      int writer = w;
      writers.add(
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  store.apply(put("w" + writer + "-" + i % 7, "{\"x\":" + i + "}"));
                  if (i % 10 == 9) {
                    store.apply(delete("w" + writer + "-" + i % 7));
                  }
                }
              }));
    }
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    long last = store.apply(put("last", "{}")).orElseThrow().revision();

    List<WatchEvent> events = recorder.until(e -> e.revision() == last);
    Map<String, String> seen = new java.util.HashMap<>();
    long before = -1;
    for (WatchEvent event : events) {
      assertThat(event.revision()).isGreaterThanOrEqualTo(before);
      before = event.revision();
      if (event instanceof WatchEvent.Updated updated) {
        seen.put(updated.resource().key().name(), updated.resource().content());
      } else if (event instanceof WatchEvent.Deleted deleted) {
        seen.remove(deleted.last().key().name());
      }
    }
    Map<String, String> stored = new java.util.HashMap<>();
    store
        .list(THING, Selector.ALL)
        .items()
        .forEach(resource -> stored.put(resource.key().name(), resource.content()));
    assertThat(seen).isEqualTo(stored);
  }

  @Test
  void aListenerMayWriteToTheStore() throws Exception {
    CompletableFuture<String> answered = new CompletableFuture<>();
    store.watch(
        THING,
        Selector.ALL,
        0,
        new Recorder() {
          @Override
          public void onEvents(List<WatchEvent> told) {
            for (WatchEvent event : told) {
              if (event instanceof WatchEvent.Updated updated
                  && updated.resource().status() == null) {
                store.apply(new Change.PutStatus(updated.resource().key(), "{\"seen\":true}"));
              } else if (event instanceof WatchEvent.Updated updated) {
                answered.complete(updated.resource().status());
              }
            }
          }
        });

    store.apply(put("a", "{}"));

    assertThat(answered.get(10, TimeUnit.SECONDS)).isEqualTo("{\"seen\":true}");
  }

  @Test
  void aListenerThatThrowsIsCutAndOthersAreNot() throws Exception {
    Recorder broken =
        new Recorder() {
          @Override
          public void onEvents(List<WatchEvent> told) {
            throw new IllegalStateException("oops");
          }
        };
    store.watch(THING, Selector.ALL, 0, broken);
    store.watch(THING, Selector.ALL, 0, recorder);

    store.apply(put("a", "{}"));

    assertThat(broken.cut.get(10, TimeUnit.SECONDS)).contains("oops");
    assertThat(recorder.awaitUpdated("a")).isNotNull();
    assertThat(recorder.cut).isNotDone();
  }

  @Test
  void aListenerThatStallsIsCutAndOthersAreNot() throws Exception {
    reopen(NARROW);
    CountDownLatch stalled = new CountDownLatch(1);
    Recorder slow =
        new Recorder() {
          @Override
          public void onEvents(List<WatchEvent> told) {
            stalled.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              super.onEvents(told);
            }
          }
        };
    store.watch(THING, Selector.ALL, 0, slow);
    store.watch(THING, Selector.ALL, 0, recorder);
    stalled.await();

    for (int i = 0; !slow.cut.isDone(); i++) {
      store.apply(put("a", "{\"x\":" + i + "}"));
    }

    assertThat(slow.cut.get()).startsWith("the listener took more than");
    store.apply(put("last", "{}"));
    assertThat(recorder.awaitUpdated("last")).isNotNull();
  }

  @Test
  void aListenerThatFallsBehindTheForgottenDeletionsIsCut() throws Exception {
    reopen(new StoreLimits(64, 20, Duration.ofSeconds(60), Duration.ofSeconds(5), 1000, 2000));
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Recorder slow =
        new Recorder() {
          @Override
          public void onEvents(List<WatchEvent> told) {
            inCall.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    store.watch(THING, Selector.ALL, 0, slow);
    inCall.await();

    for (int i = 0; i < 60; i++) {
      store.apply(put("a", "{}"));
      store.apply(delete("a"));
    }
    goOn.countDown();

    assertThat(slow.cut.get(10, TimeUnit.SECONDS)).startsWith("the listener fell behind");
  }

  @Test
  void aRevisionBeforeTheForgottenDeletionsIsCompacted() {
    reopen(NARROW);
    long old = store.apply(put("a", "{}")).orElseThrow().revision();
    for (int i = 0; i < 60; i++) {
      store.apply(put("b", "{}"));
      store.apply(delete("b"));
    }
    long now = store.list(THING, Selector.ALL).revision();

    assertThatThrownBy(() -> store.watch(THING, Selector.ALL, old, recorder))
        .isInstanceOf(MetaException.Compacted.class);
    assertThatThrownBy(() -> store.watch(THING, Selector.ALL, now + 1, recorder))
        .isInstanceOf(MetaException.Compacted.class);
    store.watch(THING, Selector.ALL, now, recorder).close();
  }

  @Test
  void aWatcherOfAQuietTypeIsGivenBookmarks() throws Exception {
    reopen(NARROW);
    store.watch(OTHER, Selector.ALL, 0, recorder);
    recorder.untilBookmark();

    for (int i = 0; i < 60; i++) {
      store.apply(put("a", "{\"x\":" + i + "}"));
    }

    assertThat(recorder.untilBookmark()).hasSize(1);
    assertThat(recorder.cut).isNotDone();
  }

  @Test
  void aWatcherOfAFewIsGivenBookmarksSoThatItCanGoOnFromThereLater() throws Exception {
    reopen(NARROW);
    store.watch(THING, new Selector("", "seldom", Map.of()), 0, recorder);
    recorder.untilBookmark();
    Resource seldom = store.apply(put("seldom", "{}")).orElseThrow();
    recorder.awaitUpdated("seldom");

    for (int i = 0; i < 200; i++) {
      store.apply(put("often", "{\"x\":" + i + "}"));
      store.apply(delete("often"));
    }
    long last = store.list(THING, Selector.ALL).revision();
    List<WatchEvent> bookmarks =
        recorder.until(event -> event.revision() > last - 2 * NARROW.bookmarkEvery());

    assertThat(bookmarks).hasOnlyElementsOfType(WatchEvent.Bookmark.class);
    assertThatThrownBy(
            () -> store.watch(THING, Selector.ALL, seldom.revision(), new Recorder()).close())
        .isInstanceOf(MetaException.Compacted.class);
    long known = bookmarks.get(bookmarks.size() - 1).revision();
    store.watch(THING, Selector.ALL, known, new Recorder()).close();
  }

  @Test
  void aFieldMayBeWatched() throws Exception {
    store.watch(THING, Selector.ALL.withFields("spec.on=true"), 0, recorder);
    recorder.untilBookmark();

    store.apply(put("other", "{\"on\":false}"));
    Resource on = store.apply(put("a", "{\"on\":true}")).orElseThrow();
    Resource off = store.apply(put("a", "{\"on\":false}")).orElseThrow();

    List<WatchEvent> told = recorder.until(event -> event.revision() == off.revision());
    assertThat(told)
        .doesNotContain(new WatchEvent.Updated(off))
        .endsWith(new WatchEvent.Deleted(off, off.revision()));
    assertThat(store.list(THING, Selector.ALL.withFields("spec.on!=true")).items()).hasSize(2);
    assertThat(on.revision()).isLessThan(off.revision());
  }

  @Test
  void aStalledWatcherCostsNoMemoryForWhatItMisses() throws Exception {
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger told = new AtomicInteger();
    Watch stalled =
        store.watch(
            THING,
            Selector.ALL,
            0,
            new Recorder() {
              @Override
              public void onEvents(List<WatchEvent> events) {
                told.addAndGet(events.size());
                inCall.countDown();
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    inCall.await();
    long before = heapInUse();

    String filler = "x".repeat(20_000);
    for (int i = 0; i < 500; i++) {
      List<Change> batch = new ArrayList<>();
      batch.add(put("a-" + i % 10, "{\"n\":" + i + ",\"x\":\"" + filler + "\"}"));
      batch.add(put("b-" + i % 10, "{\"n\":" + i + ",\"x\":\"" + filler + "\"}"));
      store.apply(batch);
    }
    long missed = 1000L * filler.length();
    long grown = heapInUse() - before;

    assertThat(told).hasValue(1);
    assertThat(grown).as("bytes held of %d missed", missed).isLessThan(missed / 4);
    goOn.countDown();
    stalled.close();
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void manyAndLargeResourcesComeInSmallPortions() throws Exception {
    reopen(NARROW);
    for (int i = 0; i < 40; i++) {
      store.apply(put("thing-" + i, "{\"x\":\"" + "y".repeat(500) + "\"}"));
    }
    AtomicInteger largest = new AtomicInteger();
    Set<String> names = new HashSet<>();
    CompletableFuture<Void> all = new CompletableFuture<>();

    store.watch(
        THING,
        Selector.ALL,
        0,
        new Recorder() {
          @Override
          public void onEvents(List<WatchEvent> told) {
            largest.accumulateAndGet(told.size(), Math::max);
            for (WatchEvent event : told) {
              if (event instanceof WatchEvent.Updated updated) {
                names.add(updated.resource().key().name());
              } else {
                all.complete(null);
              }
            }
          }
        });
    all.get(10, TimeUnit.SECONDS);

    assertThat(names).hasSize(40);
    assertThat(largest.get()).isLessThan(6);
  }

  @Test
  void afterClosingTheListenerIsNotCalled() throws Exception {
    Watch watch = store.watch(THING, Selector.ALL, 0, recorder);
    Recorder other = new Recorder();
    store.watch(THING, Selector.ALL, 0, other);
    recorder.untilBookmark();

    watch.close();
    store.apply(put("a", "{}"));
    other.awaitUpdated("a");

    assertThat(recorder.waiting()).isZero();
    assertThat(recorder.cut).isNotDone();
  }

  @Test
  void closingWaitsForTheRunningCallOfAnotherThread() throws Exception {
    CountDownLatch inCall = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger finished = new AtomicInteger();
    Watch watch =
        store.watch(
            THING,
            Selector.ALL,
            0,
            new Recorder() {
              @Override
              public void onEvents(List<WatchEvent> told) {
                inCall.countDown();
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                finished.incrementAndGet();
              }
            });
    inCall.await();
    CompletableFuture<Integer> closed =
        CompletableFuture.supplyAsync(
            () -> {
              watch.close();
              return finished.get();
            });

    goOn.countDown();

    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void aListenerMayCloseItsOwnWatch() throws Exception {
    CompletableFuture<Watch> self = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    self.complete(
        store.watch(
            THING,
            Selector.ALL,
            0,
            new Recorder() {
              @Override
              public void onEvents(List<WatchEvent> told) {
                self.join().close();
                closed.complete(null);
              }
            }));

    assertThat(closed.get(10, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void whenTheStoreStopsItsWatchersAreCutAndItsThreadsEnd() throws Exception {
    store.watch(THING, Selector.ALL, 0, recorder);
    recorder.untilBookmark();

    store.close();

    assertThat(recorder.cut.get(10, TimeUnit.SECONDS)).isEqualTo("the store stops");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("margay-meta"));
  }

  @Test
  void aListenerThatIsCutAsTheStoreStopsLearnsThatItCannotWatchAgain() throws Exception {
    CompletableFuture<Watch> again = new CompletableFuture<>();
    Recorder persistent =
        new Recorder() {
          @Override
          public void onCut(String reason) {
            try {
              again.complete(store.watch(THING, Selector.ALL, 0, this));
            } catch (RuntimeException e) {
              again.completeExceptionally(e);
            }
          }
        };
    store.watch(THING, Selector.ALL, 0, persistent);
    persistent.untilBookmark();

    store.close();

    assertThat(again)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(MetaException.Unavailable.class);
  }

  @Test
  void aListenerMayFinishItsWriteWhileTheStoreStops() throws Exception {
    CountDownLatch inCall = new CountDownLatch(1);
    CompletableFuture<Resource> written = new CompletableFuture<>();
    store.watch(
        THING,
        Selector.ALL,
        0,
        new Recorder() {
          @Override
          public void onEvents(List<WatchEvent> told) {
            inCall.countDown();
            try {
              recorder.cut.get(10, TimeUnit.SECONDS); // the store has begun to stop
              written.complete(store.apply(put("late", "{}")).orElseThrow());
            } catch (Exception e) {
              written.completeExceptionally(e);
            }
          }
        });
    store.watch(THING, Selector.ALL, 0, recorder);
    inCall.await();

    store.close();

    assertThat(written).succeedsWithin(Duration.ofSeconds(10));
  }

  private void reopen(StoreLimits limits) {
    store.close();
    store = new SqliteMetaStore(var, limits, Clock.systemUTC());
  }

  private static Change.Put labels(String name, String labels) {
    return new Change.Put(key(name), Owner.LOCAL, labelled(key(name), labels));
  }
}
