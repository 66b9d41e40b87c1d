package io.margay.mapper.internal.swap;

/** The replacement of one driver by another while its devices are served. */
public interface Swap {

  /** Is told when a swap is over. */
  @FunctionalInterface
  interface Ending {
    /**
     * It is over; on a worker, once, and not after {@link Swap#abandon}.
     *
     * @param rolledBack whether the old driver serves
     */
    void ended(boolean rolledBack, String reason);
  }

  /** The driver that is replaced. */
  DriverEntry from();

  /** The driver that takes its place. */
  DriverEntry to();

  /** How it stands. */
  SwapRow row();

  /** Has all devices go back, unless it is over already. */
  void turnBack(String reason);

  /** Leaves it where it is, because one of the drivers is gone; nothing more happens. */
  void abandon(SwapStep end, String reason);
}
