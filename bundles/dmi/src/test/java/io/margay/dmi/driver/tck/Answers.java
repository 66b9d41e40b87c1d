package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.SubscriptionSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what a read answered, property by property. */
final class Answers implements SubscriptionSink {

  /**
   * @param reason null when there is a value
   */
  record Answer(Object value, String reason) {
    boolean isGood() {
      return reason == null;
    }
  }

  private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();

  @Override
  public void good(PropertySpec property, Object value) {
    add(property, new Answer(value, null));
  }

  @Override
  public void good(PropertySpec property, Object value, Instant deviceTime) {
    Check.that(deviceTime != null, "property %s was answered without its time", property.name());
    good(property, value);
  }

  @Override
  public void bad(PropertySpec property, String reason) {
    Check.that(
        reason != null && !reason.isBlank(),
        "property %s was answered as bad without a reason",
        property.name());
    add(property, new Answer(null, reason));
  }

  @Override
  public void lost(String reason) {}

  private void add(PropertySpec property, Answer answer) {
    answers.computeIfAbsent(property.name(), name -> new ArrayList<>()).add(answer);
  }

  /** The one answer that each of these properties must have; no other may have any. */
  Map<String, Answer> onePerProperty(List<PropertySpec> properties) {
    Map<String, Answer> single = new ConcurrentHashMap<>();
    for (PropertySpec property : properties) {
      List<Answer> all = answers.getOrDefault(property.name(), List.of());
      Check.that(
          all.size() == 1, "property %s got %d answers: %s", property.name(), all.size(), all);
      single.put(property.name(), all.get(0));
    }
    Check.that(
        answers.size() == properties.size(),
        "answers came for %s, though only %s were asked for",
        answers.keySet(),
        single.keySet());
    return single;
  }
}
