package io.margay.bus.internal.access;

import java.util.concurrent.CompletionStage;

/** Decides who is let in. Called from the broker's thread, which it must not block. */
public interface Gatekeeper {

  /** Looks at what a client shows at its door; the answer may come from any thread. */
  CompletionStage<Admission> admit(Credentials credentials);
}
