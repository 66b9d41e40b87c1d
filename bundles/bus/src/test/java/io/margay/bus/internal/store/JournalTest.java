package io.margay.bus.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reaches the disk, when, and what happens when it breaks. */
class JournalTest {
  private static final SessionTerms TERMS =
      new SessionTerms("panel", "operator", 60, SessionTerms.PRESENT, null);

  private final MemoryDisk disk = new MemoryDisk();
  private Journal journal = Journals.on(disk);

  @AfterEach
  void close() {
    disk.failure = null;
    journal.close();
  }

  @Test
  void whatWasNotedIsThereAfterARestart() {
    SessionPage page = journal.open(TERMS);
    page.subscribed(new TopicFilter("a/#"), SubscriptionOptions.of(QoS.AT_LEAST_ONCE), true);
    page.queued(message(1));
    page.queued(message(2));
    page.taken(2);
    page.received(17);
    page.received(18);
    page.released(18);

    restart();

    List<SavedSession> saved = journal.load();
    assertThat(saved).hasSize(1);
    assertThat(saved.get(0).terms()).isEqualTo(TERMS);
    assertThat(saved.get(0).subscriptions()).containsOnlyKeys(new TopicFilter("a/#"));
    assertThat(saved.get(0).messages()).containsExactly(message(1), SavedMessage.taken(2));
    assertThat(saved.get(0).received()).containsExactly(17);
    assertThat(saved.get(0).lastNumber()).isEqualTo(2);
  }

  @Test
  void aMessageThatIsAcknowledgedBeforeTheCommitCostsNoWrite() {
    SessionPage page = journal.open(TERMS);
    Journals.flush(journal);
    int before = disk.rowsWritten();

    page.queued(message(1));
    page.sent(1);
    page.done(1);
    Journals.flush(journal);

    assertThat(disk.rowsWritten()).isEqualTo(before);
    assertThat(journal.commits()).isEqualTo(1);
  }

  @Test
  void nobodyIsToldBeforeTheDiskHasIt() throws InterruptedException {
    disk.permits.drainPermits();
    SessionPage page = journal.open(TERMS);
    page.queued(message(1));
    CountDownLatch told = new CountDownLatch(1);
    journal.whenDurable(journal.position(), told::countDown);

    assertThat(told.await(50, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(page.durable(1)).isFalse();
    disk.permits.release(100);

    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(page.durable(1)).isTrue();
  }

  @Test
  void whatIsNotedUnderAHoldIsWrittenTogether() throws InterruptedException {
    SessionPage page = journal.open(TERMS);
    Journals.flush(journal);
    CountDownLatch told = new CountDownLatch(1);

    journal.hold();
    page.received(7);
    journal.whenDurable(journal.position(), told::countDown);
    boolean early = told.await(50, TimeUnit.MILLISECONDS);
    page.queued(message(1));
    journal.release();

    assertThat(early).isFalse();
    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    restart();
    assertThat(journal.load().get(0).messages()).hasSize(1);
  }

  @Test
  void aBrokenDiskHoldsNobodyUpAndIsMadeGoodWhenItWorksAgain() throws InterruptedException {
    SessionPage page = journal.open(TERMS);
    page.queued(message(1));
    Journals.flush(journal);
    disk.failure = "disk full";
    page.done(1);
    page.queued(message(2));
    Journals.flush(journal);
    assertThat(journal.problem()).isEqualTo("disk full");
    page.queued(message(3));
    page.done(3);
    page.queued(message(4));
    Journals.flush(journal);

    disk.failure = null;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (journal.problem() != null && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }

    assertThat(journal.problem()).isNull();
    restart();
    assertThat(journal.load().get(0).messages())
        .extracting(SavedMessage::number)
        .containsExactly(2L, 4L);
  }

  @Test
  void aSessionThatEndedIsGone() {
    SessionPage page = journal.open(TERMS);
    page.queued(message(1));
    Journals.flush(journal);
    page.end();
    journal.open(new SessionTerms("other", "operator", 60, SessionTerms.PRESENT, null));

    restart();

    assertThat(journal.load())
        .extracting(session -> session.terms().clientId())
        .containsExactly("other");
  }

  @Test
  void aBrokerThatStartsAnewFindsWhatWasNotYetWritten() {
    SessionPage page = journal.open(TERMS);
    assertThat(journal.load()).isEmpty();

    page.queued(message(1));

    assertThat(journal.load()).hasSize(1);
    assertThat(journal.load().get(0).messages()).hasSize(1);
  }

  @Test
  void retainedMessagesAreKeptExceptTheBrokersOwn() {
    journal.kept(new Message("a", Payload.of("1"), QoS.AT_LEAST_ONCE, true), true);
    journal.kept(new Message("b", Payload.of("2"), QoS.AT_LEAST_ONCE, true), true);
    journal.kept(new Message("$SYS/broker/uptime", Payload.of("3"), QoS.AT_MOST_ONCE, true), true);
    journal.kept(new Message("a", Payload.of("4"), QoS.AT_LEAST_ONCE, true), false);
    journal.forgotten("b");

    restart();

    assertThat(journal.retained())
        .extracting(message -> message.topic() + " " + message.payload().asText())
        .containsExactly("a 4");
  }

  private void restart() {
    journal.close();
    journal = Journals.on(disk);
  }

  private static SavedMessage message(long number) {
    return new SavedMessage(number, MESSAGE, QoS.EXACTLY_ONCE, List.of(5), SavedMessage.NEVER);
  }

  private static final Message MESSAGE =
      new Message("a/b", Payload.of("x"), QoS.EXACTLY_ONCE, false);
}
