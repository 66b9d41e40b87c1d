package io.margay.mapper.internal.work;

/**
 * A piece of work on a link.
 *
 * @param deadlineNanos on {@link Time#nanos()}; among jobs of one rank the earliest runs first
 * @param work may block; runs on a worker
 */
public record Job(Rank rank, long deadlineNanos, Runnable work) {

  /** What goes first. */
  public enum Rank {
    /** Letting go of a session, so that the next one finds the device free. */
    CLOSE,
    /** A wish of a person or a program. */
    WRITE,
    /** A read that somebody waits for. */
    DEMAND,
    /** The polls, and the opening of what is to be polled. */
    POLL
  }
}
