package io.margay.dmi.driver.example;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import java.time.Instant;

/** Hands answers on, for a flaw to be put in between. */
class ForwardingSink implements ReadingSink {
  private final ReadingSink next;

  ForwardingSink(ReadingSink next) {
    this.next = next;
  }

  @Override
  public void good(PropertySpec property, Object value) {
    next.good(property, value);
  }

  @Override
  public void good(PropertySpec property, Object value, Instant deviceTime) {
    next.good(property, value, deviceTime);
  }

  @Override
  public void bad(PropertySpec property, String reason) {
    next.bad(property, reason);
  }
}
