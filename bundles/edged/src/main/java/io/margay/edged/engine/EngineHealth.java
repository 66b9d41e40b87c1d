package io.margay.edged.engine;

/** Whether an engine can run containers, and why not. */
public record EngineHealth(Condition runtime, Condition network) {

  /** Containers run, and get a network. */
  public boolean ready() {
    return runtime.ready() && network.ready();
  }

  /**
   * One side of it.
   *
   * @param reason one word, empty when ready
   * @param message a sentence, empty when ready
   */
  public record Condition(boolean ready, String reason, String message) {
    public static final Condition READY = new Condition(true, "", "");
  }
}
