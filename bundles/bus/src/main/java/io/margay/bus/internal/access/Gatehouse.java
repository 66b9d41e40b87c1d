package io.margay.bus.internal.access;

/** Gives each connection a gatekeeper that knows where it comes from. */
@FunctionalInterface
public interface Gatehouse {

  Gatekeeper gatekeeper(Visitor visitor);
}
