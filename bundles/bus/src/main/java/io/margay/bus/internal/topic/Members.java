package io.margay.bus.internal.topic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who subscribed to one filter, and how. It never changes, so that messages can be given out while
 * others subscribe; the order is that of subscribing.
 *
 * @param <R> who
 * @param <O> how
 */
final class Members<R, O> {
  private static final Members<?, ?> NONE = new Members<>(new Object[0]);

  /** Receiver, options, receiver, options and so on. */
  private final Object[] pairs;

  private Members(Object[] pairs) {
    this.pairs = pairs;
  }

  @SuppressWarnings("unchecked") // nobody is in it
  static <R, O> Members<R, O> none() {
    return (Members<R, O>) NONE;
  }

  int size() {
    return pairs.length / 2;
  }

  boolean isEmpty() {
    return pairs.length == 0;
  }

  @SuppressWarnings("unchecked") // with() puts nothing else there
  R who(int index) {
    return (R) pairs[2 * index];
  }

  @SuppressWarnings("unchecked") // with() puts nothing else there
  O how(int index) {
    return (O) pairs[2 * index + 1];
  }

  boolean contains(R receiver) {
    return indexOf(receiver) >= 0;
  }

  private int indexOf(R receiver) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(receiver)) {
        return i;
      }
    }
    return -1;
  }

  /** With the receiver, whose options are replaced if it is there already. */
  Members<R, O> with(R receiver, O options) {
    int at = indexOf(receiver);
    @Nullable Object[] more = Arrays.copyOf(pairs, at < 0 ? pairs.length + 2 : pairs.length);
    int index = at < 0 ? pairs.length : at;
    more[index] = receiver;
    more[index + 1] = options;
    return new Members<>(more);
  }

  Members<R, O> without(R receiver) {
    int at = indexOf(receiver);
    if (at < 0) {
      return this;
    }
    Object[] fewer = new Object[pairs.length - 2];
    System.arraycopy(pairs, 0, fewer, 0, at);
    System.arraycopy(pairs, at + 2, fewer, at, fewer.length - at);
    return new Members<>(fewer);
  }
}
