package io.margay.driver.onvif.internal;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.SubscriptionSink;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a session has said: the last of each property, and what is told in its order. */
final class Answers implements SubscriptionSink {
  private final Map<String, Object> last = new ConcurrentHashMap<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public void good(PropertySpec property, Object value) {
    last.put(property.name(), value);
    told.add(property.name() + "=" + value);
  }

  @Override
  public void good(PropertySpec property, Object value, Instant deviceTime) {
    good(property, value);
  }

  @Override
  public void bad(PropertySpec property, String reason) {
    last.put(property.name(), "BAD " + reason);
    told.add(property.name() + ": " + reason);
  }

  @Override
  public void lost(String reason) {
    told.add("lost: " + reason);
  }

  /** The last value, or BAD and a reason. */
  Object of(String property) {
    return last.getOrDefault(property, "nothing");
  }

  /** Waits for the next thing that is told. */
  String next() throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    return next == null ? "nothing within 10 s" : next;
  }
}
