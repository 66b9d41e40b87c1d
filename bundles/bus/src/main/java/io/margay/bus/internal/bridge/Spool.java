package io.margay.bus.internal.bridge;

import java.util.Collection;
import java.util.List;

/**
 * Keeps parcels on the disk while the other broker is away. Used by one thread.
 *
 * <p>What fails throws {@link io.margay.sqlite.DatabaseException}, and nothing of it was done.
 */
interface Spool extends AutoCloseable {

  /**
   * Keeps parcels, whose numbers grow. When the bounds are passed, the oldest of all go.
   *
   * @return how many went
   */
  int append(List<Parcel> parcels);

  /** The parcels after a number, in order. */
  List<Parcel> read(long after, int most);

  /** Forgets parcels that the other broker has. */
  void delete(Collection<Long> numbers);

  /** The highest number that was ever kept; 0 when there was none. */
  long last();

  /** How many parcels are kept. */
  long messages();

  /** How much they take. */
  long bytes();

  @Override
  void close();
}
