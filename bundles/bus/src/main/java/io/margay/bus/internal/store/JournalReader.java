package io.margay.bus.internal.store;

import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.SubscriptionOptions.RetainHandling;
import io.margay.sqlite.Statements;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the journal's tables. A row that cannot be understood is left out and counted. */
final class JournalReader {
  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

  private final Statements sql;
  private int unreadable;

  JournalReader(Statements sql) {
    this.sql = sql;
  }

  /** What is known of a session before it is put together. */
  private static final class Draft {
    final SessionTerms terms;
    final long sent;
    final Map<TopicFilter, SubscriptionOptions> subscriptions = new HashMap<>();
    final List<SavedMessage> messages = new ArrayList<>();
    final Set<Integer> received = new HashSet<>();

    Draft(SessionTerms terms, long sent) {
      this.terms = terms;
      this.sent = sent;
    }
  }

  /** Does something with a row. */
  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException, IOException;
  }

  Disk.Contents read() throws SQLException {
    List<LastingClock.Mark> clock = new ArrayList<>();
    forEach(
        "SELECT lasting, wall FROM clock",
        row -> clock.add(new LastingClock.Mark(row.getLong(1), row.getLong(2))));
    List<Retained> retained = new ArrayList<>();
    forEach(
        "SELECT message, deadline FROM retained ORDER BY rowid",
        row -> retained.add(new Retained(MessageCodec.decode(row.getBytes(1)), row.getLong(2))));
    List<SavedSession> sessions = sessions();
    if (unreadable > 0) {
      LOG.error("The journal of MQTT sessions has {} rows that are not understood", unreadable);
    }
    return new Disk.Contents(clock.stream().findFirst(), sessions, retained);
  }

  private List<SavedSession> sessions() throws SQLException {
    Map<Long, Draft> drafts = new HashMap<>();
    forEach(
        "SELECT number, client, user, expiry, absent, will, will_delay, will_due, sent FROM session",
        row -> drafts.put(row.getLong(1), new Draft(terms(row), row.getLong(9))));
    forEach(
        "SELECT session, filter, qos, no_local, as_published, retained, identifiers"
            + " FROM subscription",
        row -> of(drafts, row).subscriptions.put(new TopicFilter(row.getString(2)), options(row)));
    forEach(
        "SELECT session, number, qos, identifiers, deadline, message FROM message"
            + " ORDER BY session, number",
        row -> of(drafts, row).messages.add(message(row)));
    forEach(
        "SELECT session, packet FROM received", row -> of(drafts, row).received.add(row.getInt(2)));
    List<SavedSession> sessions = new ArrayList<>();
    drafts.forEach(
        (number, draft) ->
            sessions.add(
                new SavedSession(
                    number,
                    draft.terms,
                    draft.subscriptions,
                    draft.messages,
                    draft.sent,
                    draft.received)));
    return sessions;
  }

  private static Draft of(Map<Long, Draft> drafts, ResultSet row) throws SQLException, IOException {
    long number = row.getLong(1);
    return Optional.ofNullable(drafts.get(number))
        .orElseThrow(() -> new IOException("there is no session " + number));
  }

  private static SessionTerms terms(ResultSet row) throws SQLException, IOException {
    byte @Nullable [] will = row.getBytes(6);
    return new SessionTerms(
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        will == null
            ? null
            : new SavedWill(MessageCodec.decode(will), row.getLong(7), row.getLong(8)));
  }

  private static SubscriptionOptions options(ResultSet row) throws SQLException {
    return new SubscriptionOptions(
        QoS.ofLevel(row.getInt(3)),
        row.getBoolean(4),
        row.getBoolean(5),
        RetainHandling.valueOf(row.getString(6)),
        numbers(row.getString(7)));
  }

  private static SavedMessage message(ResultSet row) throws SQLException, IOException {
    byte @Nullable [] message = row.getBytes(6);
    return new SavedMessage(
        row.getLong(2),
        message == null ? null : MessageCodec.decode(message),
        QoS.ofLevel(row.getInt(3)),
        numbers(row.getString(4)),
        row.getLong(5));
  }

  private static List<Integer> numbers(String text) {
    return text.isEmpty() ? List.of() : Stream.of(text.split(",")).map(Integer::valueOf).toList();
  }

  private void forEach(String query, RowReader reader) throws SQLException {
    try (PreparedStatement statement = sql.once(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        try {
          reader.read(rows);
        } catch (IOException | IllegalArgumentException e) {
          LOG.debug("A row of the journal is left out", e);
          unreadable++;
        }
      }
    }
  }
}
