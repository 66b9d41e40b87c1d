package io.margay.edged.internal.sync;

/**
 * What the probes of a running container say.
 *
 * @param started it is through with starting, so that the others need not wait for it
 * @param ready it may be called
 * @param failed why it must be restarted; empty when it need not
 */
public record Health(boolean started, boolean ready, String failed) {
  /** What a container without probes is as soon as it runs. */
  public static final Health GOOD = new Health(true, true, "");
}
