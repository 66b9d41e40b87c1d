package io.margay.bus.internal.store;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.sqlite.Statements;
import io.margay.sqlite.WritingSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes changes into the journal's tables. Writing the same twice does no harm. */
final class JournalWriter implements WritingSession {
  private final Statements sql;
  private final PreparedStatement clock;
  private final PreparedStatement session;
  private final PreparedStatement sent;
  private final List<PreparedStatement> end = new ArrayList<>();
  private final PreparedStatement subscription;
  private final PreparedStatement noSubscription;
  private final PreparedStatement message;
  private final PreparedStatement noMessage;
  private final PreparedStatement received;
  private final PreparedStatement notReceived;
  private final PreparedStatement retained;
  private final PreparedStatement notRetained;

  JournalWriter(Statements sql) throws SQLException {
    this.sql = sql;
    clock = sql.prepare("REPLACE INTO clock (id, lasting, wall) VALUES (1, ?, ?)");
    session =
        sql.prepare(
            """
            INSERT INTO session (number, client, user, expiry, absent, will, will_delay, will_due)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET
              user = excluded.user, expiry = excluded.expiry, absent = excluded.absent, will = excluded.will,
              will_delay = excluded.will_delay, will_due = excluded.will_due
            """);
    sent = sql.prepare("UPDATE session SET sent = max(sent, ?) WHERE number = ?");
    for (String row :
        List.of(
            "session WHERE number",
            "subscription WHERE session",
            "message WHERE session",
            "received WHERE session")) {
      end.add(sql.prepare("DELETE FROM " + row + " = ?"));
    }
    subscription = sql.prepare("REPLACE INTO subscription VALUES (?, ?, ?, ?, ?, ?, ?)");
    noSubscription = sql.prepare("DELETE FROM subscription WHERE session = ? AND filter = ?");
    message = sql.prepare("REPLACE INTO message VALUES (?, ?, ?, ?, ?, ?)");
    noMessage = sql.prepare("DELETE FROM message WHERE session = ? AND number = ?");
    received = sql.prepare("REPLACE INTO received VALUES (?, ?)");
    notReceived = sql.prepare("DELETE FROM received WHERE session = ? AND packet = ?");
    retained = sql.prepare("REPLACE INTO retained (topic, deadline, message) VALUES (?, ?, ?)");
    notRetained = sql.prepare("DELETE FROM retained WHERE topic = ?");
  }

  Statements sql() {
    return sql;
  }

  void write(Changes changes, LastingClock.Mark now) throws SQLException {
    run(clock, now.lastingMillis(), now.wallMillis());
    for (Map.Entry<Long, SessionChanges> one : changes.sessions().entrySet()) {
      write(one.getKey(), one.getValue());
    }
    changes.retained.forEach(this::write);
  }

  private void write(long number, SessionChanges changes) throws SQLException {
    if (changes.ended()) {
      for (PreparedStatement delete : end) {
        run(delete, number);
      }
      return;
    }
    SessionTerms terms = changes.terms();
    if (terms != null) {
      write(number, terms);
    }
    if (changes.sent() > 0) {
      run(sent, changes.sent(), number);
    }
    changes.subscriptions.forEach((filter, how) -> write(number, filter, how));
    changes.messages.forEach((place, saved) -> write(number, place, saved));
    changes.received.forEach(
        (packet, here) -> run(here == null ? notReceived : received, number, packet));
  }

  private void write(long number, SessionTerms terms) throws SQLException {
    SavedWill will = terms.will();
    run(
        session,
        number,
        terms.clientId(),
        terms.user(),
        terms.expirySeconds(),
        terms.absentSince(),
        will == null ? null : MessageCodec.encode(will.message()),
        will == null ? 0 : will.delaySeconds(),
        will == null ? SavedMessage.NEVER : will.due());
  }

  private void write(long number, TopicFilter filter, @Nullable SubscriptionOptions how)
      throws SQLException {
    if (how == null) {
      run(noSubscription, number, filter.text());
    } else {
      run(
          subscription,
          number,
          filter.text(),
          how.qos().level(),
          how.noLocal() ? 1 : 0,
          how.retainAsPublished() ? 1 : 0,
          how.retained().name(),
          text(how.identifiers()));
    }
  }

  private void write(long number, long place, @Nullable SavedMessage saved) throws SQLException {
    if (saved == null) {
      run(noMessage, number, place);
    } else {
      run(
          message,
          number,
          place,
          saved.qos().level(),
          text(saved.identifiers()),
          saved.deadline(),
          saved.message() == null ? null : MessageCodec.encode(saved.message()));
    }
  }

  private void write(String topic, @Nullable Retained kept) throws SQLException {
    if (kept == null) {
      run(notRetained, topic);
    } else {
      run(retained, topic, kept.deadline(), MessageCodec.encode(kept.message()));
    }
  }

  private static String text(List<Integer> identifiers) {
    return identifiers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static void run(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        statement.setNull(i + 1, Types.BLOB);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else if (value instanceof String text) {
        statement.setString(i + 1, text);
      } else {
        statement.setLong(i + 1, ((Number) value).longValue());
      }
    }
    statement.executeUpdate();
  }
}
