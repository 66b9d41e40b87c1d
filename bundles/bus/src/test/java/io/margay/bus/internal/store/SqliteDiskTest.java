package io.margay.bus.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.MessageProperties;
import io.margay.bus.MessageProperties.UserProperty;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.SubscriptionOptions.RetainHandling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in a real file. */
class SqliteDiskTest {
  @TempDir Path var;

  @Test
  void everythingComesBackAsItWas() throws IOException {
    Message rich =
        new Message(
            "line/ä",
            Payload.of("42"),
            QoS.EXACTLY_ONCE,
            true,
            new MessageProperties(
                true,
                "text/plain",
                "answers",
                Payload.of("7"),
                null,
                List.of(new UserProperty("a", "1"), new UserProperty("a", ""))));
    SavedMessage waiting =
        new SavedMessage(70_000, rich, QoS.AT_LEAST_ONCE, List.of(1, 268_435_455), 12_345);
    SubscriptionOptions options =
        new SubscriptionOptions(QoS.EXACTLY_ONCE, true, true, RetainHandling.IF_NEW, List.of(9));
    SessionTerms terms =
        new SessionTerms("panel", "operator", 60, 5, new SavedWill(rich.withRetain(false), 3, 99));
    try (Journal journal = open()) {
      SessionPage page = journal.open(terms);
      page.subscribed(new TopicFilter("a/+/#"), options, true);
      page.queued(waiting);
      page.sent(70_000);
      page.queued(new SavedMessage(70_001, rich, QoS.EXACTLY_ONCE, List.of(), 1));
      page.taken(70_001);
      page.received(65_535);
      journal.kept(rich, true);
    }

    try (Journal journal = open()) {
      SavedSession saved = journal.load().get(0);
      assertThat(saved.terms().clientId()).isEqualTo("panel");
      assertThat(saved.terms().will().delaySeconds()).isEqualTo(3);
      assertThat(saved.terms().will().due()).isEqualTo(99);
      assertThat(saved.terms().absentSince()).isEqualTo(5);
      assertThat(saved.subscriptions()).containsEntry(new TopicFilter("a/+/#"), options);
      assertThat(saved.sent()).isEqualTo(70_000);
      assertThat(saved.received()).containsExactly(65_535);
      SavedMessage first = saved.messages().get(0);
      assertThat(first.identifiers()).containsExactly(1, 268_435_455);
      assertThat(first.deadline()).isEqualTo(12_345);
      assertThat(first.message())
          .usingRecursiveComparison()
          .ignoringFieldsOfTypes(Payload.class)
          .isEqualTo(rich);
      assertThat(first.message().payload().asText()).isEqualTo("42");
      assertThat(first.message().properties().correlation().asText()).isEqualTo("7");
      assertThat(saved.messages().get(1)).isEqualTo(SavedMessage.taken(70_001));
      assertThat(journal.retained()).hasSize(1);
      assertThat(journal.retained().get(0).topic()).isEqualTo("line/ä");
    }
  }

  @Test
  void thereIsNoFileBeforeThereIsSomethingToKeep() throws IOException {
    open().close();

    assertThat(var.resolve("bus")).doesNotExist();
  }

  @Test
  void theFileIsClosedToOthers() throws IOException {
    try (Journal journal = open()) {
      journal.open(new SessionTerms("panel", "operator", 60, SessionTerms.PRESENT, null));
      Journals.flush(journal);

      assertThat(permissions(file().getParent())).isEqualTo("rwx------");
      assertThat(permissions(file())).isEqualTo("rw-------");
    }
  }

  @Test
  void aDamagedFileIsSetAsideAndTheBusStarts() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "this is no database, though it is long enough to look like one");

    try (Journal journal = open()) {
      assertThat(journal.load()).isEmpty();
      journal.open(new SessionTerms("panel", "operator", 60, SessionTerms.PRESENT, null));
      Journals.flush(journal);
      assertThat(journal.problem()).isNull();
    }

    try (var files = Files.list(file().getParent())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .anyMatch(name -> name.startsWith("journal.db.corrupt-"));
    }
  }

  private Journal open() throws IOException {
    return Journal.open(file(), var.resolve("tmp"), 16);
  }

  private Path file() {
    return var.resolve("bus/journal.db");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
