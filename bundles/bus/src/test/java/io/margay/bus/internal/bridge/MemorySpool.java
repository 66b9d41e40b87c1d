package io.margay.bus.internal.bridge;

import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.Failure;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** A spool that can fail, for tests of what stands on it. */
final class MemorySpool implements Spool {
  final TreeMap<Long, Parcel> parcels = new TreeMap<>();
  boolean broken;
  int writes;
  private long last;

  private void work() {
    if (broken) {
      throw new DatabaseException(Failure.FULL, "the disk is full", null);
    }
  }

  @Override
  public int append(List<Parcel> added) {
    work();
    writes++;
    added.forEach(parcel -> parcels.put(parcel.number(), parcel));
    last = Math.max(last, parcels.isEmpty() ? 0 : parcels.lastKey());
    return 0;
  }

  @Override
  public List<Parcel> read(long after, int most) {
    work();
    return parcels.tailMap(after, false).values().stream().limit(most).toList();
  }

  @Override
  public void delete(Collection<Long> numbers) {
    work();
    parcels.keySet().removeAll(numbers);
  }

  @Override
  public long last() {
    return last;
  }

  @Override
  public long messages() {
    return parcels.size();
  }

  @Override
  public long bytes() {
    return parcels.values().stream().mapToLong(Parcel::bytes).sum();
  }

  @Override
  public void close() {}
}
