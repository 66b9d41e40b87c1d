package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What a read answered, by the name of the property; fails on a second answer. */
final class Answers implements ReadingSink {
  private final Map<String, Object> byName = new TreeMap<>();

  Map<String, Object> byName() {
    return byName;
  }

  @Override
  public void good(PropertySpec property, Object value) {
    put(property, value);
  }

  @Override
  public void good(PropertySpec property, Object value, Instant deviceTime) {
    put(property, value);
  }

  @Override
  public void bad(PropertySpec property, String reason) {
    put(property, "BAD " + reason);
  }

  private void put(PropertySpec property, Object answer) {
    if (byName.put(property.name(), answer) != null) {
      throw new AssertionError("two answers for " + property.name());
    }
  }
}
