package io.margay.bus.internal.store;

import java.util.List;

/** Keeps nothing, so everything is as durable as it will ever be. */
final class NoJournal implements SessionJournal {
  private final LastingClock clock = LastingClock.ofThisRun();

  @Override
  public List<SavedSession> load() {
    return List.of();
  }

  @Override
  public SessionPage open(SessionTerms terms) {
    return SessionPage.NONE;
  }

  @Override
  public SessionPage reopen(SavedSession session) {
    return SessionPage.NONE;
  }

  @Override
  public LastingClock clock() {
    return clock;
  }

  @Override
  public void hold() {}

  @Override
  public void release() {}

  @Override
  public long notes() {
    return 0;
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  public boolean durable(long position) {
    return true;
  }

  @Override
  public void whenDurable(long position, Runnable action) {
    action.run();
  }
}
