package io.margay.meta.internal;

import java.time.Duration;

/**
 * How far the store and its watches may go.
 *
 * @param maxFileMib the database file grows to this at most
 * @param deletionsKept how many deletions are remembered for watchers
 * @param stalled how long a listener may take for one call before it is cut
 * @param closing how long to wait for running calls when the store stops
 * @param bookmarkEvery after how many revisions a watcher that was told nothing gets a bookmark;
 *     well below the deletions that are kept, so that it can go on from there later
 * @param pageCharacters roughly how much content is read at once for one listener
 */
public record StoreLimits(
    int maxFileMib,
    int deletionsKept,
    Duration stalled,
    Duration closing,
    long bookmarkEvery,
    long pageCharacters) {

  /** What a node starts with when nobody has configured anything. */
  public static final StoreLimits DEFAULT = of(512, 10_000);

  static StoreLimits of(int maxFileMib, int deletionsKept) {
    return new StoreLimits(
        Math.max(1, maxFileMib),
        Math.max(0, deletionsKept),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Math.max(1, Math.min(1000, deletionsKept / 2)),
        256 * 1024);
  }
}
