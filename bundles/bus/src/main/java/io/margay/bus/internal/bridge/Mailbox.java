package io.margay.bus.internal.bridge;

import io.margay.bus.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the bridge's thread has to do next: messages of this node and news of the link. Publishers
 * never wait for it: when it is full the oldest message is dropped.
 */
final class Mailbox {
  private final int mostMessages;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<Message> messages = new ArrayDeque<>();
  private final List<Runnable> news = new ArrayList<>();
  private long bytes;

  /** What has come since the last time, in order. */
  record Batch(List<Runnable> news, List<Message> messages) {}

  Mailbox(int mostMessages, long mostBytes) {
    this.mostMessages = mostMessages;
    this.mostBytes = mostBytes;
  }

  /**
   * Takes a message.
   *
   * @return how many were dropped for it
   */
  int put(Message message) {
    int size = message.payload().size();
    int dropped = 0;
    lock.lock();
    try {
      while (!messages.isEmpty() && (messages.size() >= mostMessages || bytes + size > mostBytes)) {
        bytes -= messages.remove().payload().size();
        dropped++;
      }
      messages.add(message);
      bytes += size;
      filled.signal();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Takes news, of which there are never more than the link's messages under way. */
  void tell(Runnable what) {
    lock.lock();
    try {
      news.add(what);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** All there is, after a wait for the first of it. */
  Batch take(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (messages.isEmpty() && news.isEmpty() && left > 0) {
        left = filled.awaitNanos(left);
      }
      Batch batch = new Batch(List.copyOf(news), List.copyOf(messages));
      news.clear();
      messages.clear();
      bytes = 0;
      return batch;
    } finally {
      lock.unlock();
    }
  }
}
