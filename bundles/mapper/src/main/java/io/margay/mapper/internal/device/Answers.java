package io.margay.mapper.internal.device;

import io.margay.dmi.access.AccessException;
import io.margay.mapper.internal.work.Links;
import java.util.concurrent.CompletableFuture;

/**
 * The way of answers to the programs that asked. They leave on workers of their own, so that what
 * follows from them holds up no wire.
 */
record Answers(Links links) {

  <T> void succeed(CompletableFuture<T> answer, T value) {
    links.aside(() -> answer.complete(value));
  }

  void fail(CompletableFuture<?> answer, AccessException why) {
    links.aside(() -> answer.completeExceptionally(why));
  }
}
