package io.margay.twin.internal;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.NamespacedName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Lets whoever set a desired value wait until its mapper has tried it. */
final class OutcomeWaiters {
  private final ConcurrentMap<Attempt, CompletableFuture<DesiredOutcome>> waiting =
      new ConcurrentHashMap<>();

  private record Attempt(NamespacedName device, String property, String desired) {}

  CompletableFuture<DesiredOutcome> next(NamespacedName device, String property, String desired) {
    Attempt attempt = new Attempt(device, property, desired);
    CompletableFuture<DesiredOutcome> outcome =
        waiting.computeIfAbsent(attempt, none -> new CompletableFuture<>());
    return outcome.whenComplete((done, failure) -> waiting.remove(attempt, outcome));
  }

  void tell(NamespacedName device, DesiredOutcome outcome) {
    CompletableFuture<DesiredOutcome> waiter =
        waiting.get(new Attempt(device, outcome.property(), outcome.desired()));
    if (waiter != null) {
      waiter.complete(outcome);
    }
  }
}
