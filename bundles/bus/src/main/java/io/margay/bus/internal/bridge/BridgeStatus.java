package io.margay.bus.internal.bridge;

/**
 * How the bridge fares.
 *
 * @param waitingInMemory messages that wait, or are under way and not acknowledged
 * @param waitingOnDisk messages that are stored until the other broker has them
 */
public record BridgeStatus(
    String server,
    String state,
    int waitingInMemory,
    long waitingOnDisk,
    long bytesOnDisk,
    long out,
    long in,
    long dropped) {

  /** All of it in one line. */
  @Override
  public String toString() {
    return "%s, %s; waiting %d in memory, %d on disk; out %d, in %d, dropped %d"
        .formatted(server, state, waitingInMemory, waitingOnDisk, out, in, dropped);
  }
}
