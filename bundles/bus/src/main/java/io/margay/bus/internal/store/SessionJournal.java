package io.margay.bus.internal.store;

import java.util.List;

/**
 * Brings what sessions note to the disk. Memory is the working truth and the disk its shadow: what
 * differs between them is written by a thread of the journal, many notes in one commit. A note that
 * is overtaken before that costs no write.
 *
 * <p>Safe for all threads; nothing blocks unless it says so.
 */
public interface SessionJournal {

  /** Keeps nothing: sessions live in memory alone. */
  SessionJournal NONE = new NoJournal();

  /** The sessions that an earlier run, or an earlier broker of this run, has left. Blocks. */
  List<SavedSession> load();

  /** Begins the page of a new session; blank when there is no journal. */
  SessionPage open(SessionTerms terms);

  /** Goes on with the page of a session that was loaded. */
  SessionPage reopen(SavedSession session);

  /** A time that goes on over restarts; all deadlines are in it. */
  LastingClock clock();

  /**
   * From now on until {@link #release} nothing is committed, so that what is noted meanwhile is
   * kept or lost together. Only one thread may use this.
   */
  void hold();

  /** Ends what {@link #hold} began. */
  void release();

  /** How often anything was noted. */
  long notes();

  /** The commit that makes all that has been noted by now durable. */
  long position();

  /**
   * Whether a commit has been made. While the disk cannot be written, nobody waits for it: true.
   */
  boolean durable(long position);

  /**
   * Runs an action when a commit has been made, at once when that is so already; otherwise on the
   * journal's thread, which must not be blocked.
   */
  void whenDurable(long position, Runnable action);
}
