package io.margay.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupWriterTest {
  private static final int MOST_WAITING = 20;
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  @TempDir Path folder;
  private Notes notes;

  @BeforeEach
  void open() {
    notes = new Notes(folder.resolve("notes.db"), 16, Notes.FIRST, MOST_WAITING, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    goOn.countDown();
    notes.close();
  }

  @Test
  void tasksThatWaitAreDoneInOneTransactionAndInOrder() throws Exception {
    occupyWriter();
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < MOST_WAITING; i++) {
      String text = "note " + i;
      waiting.add(notes.writer.submit(session -> session.add(text)));
    }

    goOn.countDown();

    assertThat(waiting).allSatisfy(done -> assertThat(done.get()).isEqualTo(waiting.get(0).get()));
    assertThat(notes.texts())
        .hasSize(MOST_WAITING)
        .startsWith("note 0", "note 1", "note 2")
        .endsWith("note " + (MOST_WAITING - 1));
  }

  @Test
  void whatCompletesATaskIsDurableAndReadable() throws Exception {
    CompletableFuture<List<String>> read =
        notes.writer.submit(session -> session.add("a")).thenApply(done -> notes.texts());

    assertThat(read.get()).containsExactly("a");
  }

  @Test
  void aTaskThatThrowsIsUndoneAndLeavesItsNeighboursAlone() throws Exception {
    occupyWriter();
    CompletableFuture<Integer> before = notes.writer.submit(session -> session.add("before"));
    CompletableFuture<Integer> bad =
        notes.writer.submit(
            session -> {
              session.add("never");
              throw new IllegalArgumentException("changed my mind");
            });
    CompletableFuture<Integer> after = notes.writer.submit(session -> session.add("after"));

    goOn.countDown();

    assertThatThrownBy(bad::join).hasCause(new IllegalArgumentException("changed my mind"));
    assertThat(before.get()).isEqualTo(after.get());
    assertThat(notes.texts()).containsExactly("before", "after");
  }

  @Test
  void aTaskThatTheDatabaseRefusesFailsAlone() throws Exception {
    occupyWriter();
    CompletableFuture<Integer> first = notes.writer.submit(session -> session.add("same"));
    CompletableFuture<Integer> second = notes.writer.submit(session -> session.add("same"));
    CompletableFuture<Integer> third = notes.writer.submit(session -> session.add("other"));

    goOn.countDown();

    assertThatThrownBy(second::join).hasCauseInstanceOf(DatabaseException.class);
    assertThat(first).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(third).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(notes.texts()).containsExactly("same", "other");
  }

  @Test
  void submittingNeverBlocksAndSaysWhenTooMuchWaits() throws Exception {
    occupyWriter();
    for (int i = 0; i < MOST_WAITING; i++) {
      String text = "note " + i;
      notes.writer.submit(session -> session.add(text));
    }

    CompletableFuture<Integer> oneTooMany = notes.writer.submit(session -> session.add("too many"));

    CompletionException failure = catchThrowableOfType(CompletionException.class, oneTooMany::join);
    assertThat(((DatabaseException) failure.getCause()).failure()).isEqualTo(Failure.BUSY);
  }

  @Test
  void closingMakesWhatWaitsDurableAndRefusesTheRest() throws Exception {
    occupyWriter();
    CompletableFuture<Integer> waiting = notes.writer.submit(session -> session.add("waiting"));
    Thread closing = new Thread(notes.writer::close);
    closing.start();

    goOn.countDown();
    closing.join();

    assertThat(waiting).succeedsWithin(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> notes.writer.call(session -> session.add("late")))
        .isInstanceOf(DatabaseException.class)
        .hasMessageEndingWith("notes.db is closed");
    assertThat(notes.writer.submit(session -> session.add("late"))).isCompletedExceptionally();
    try (Notes again = Notes.open(folder.resolve("notes.db"))) {
      assertThat(again.texts()).containsExactly("waiting");
    }
  }

  @Test
  void anInterruptDoesNotEndTheWaitAndIsNotLost() {
    Thread.currentThread().interrupt();

    notes.writer.call(session -> session.add("a"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(notes.texts()).containsExactly("a");
  }

  private void occupyWriter() throws InterruptedException {
    notes.writer.submit(
        session -> {
          busy.countDown();
          awaitPermission();
          return "";
        });
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitPermission() {
    try {
      assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
