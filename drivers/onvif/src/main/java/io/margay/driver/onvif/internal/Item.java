package io.margay.driver.onvif.internal;

import io.margay.dmi.driver.PropertySpec;
import io.margay.driver.onvif.internal.events.Topic;
import io.margay.driver.onvif.internal.stream.RecordingSettings;
import java.util.Map;

/** What a property is of a camera. */
sealed interface Item {

  PropertySpec property();

  /**
   * A field of an operation's answer.
   *
   * @param question properties with equal questions share a request
   */
  record Asked(PropertySpec property, Question question, String field) implements Item {}

  /**
   * An operation with its arguments.
   *
   * @param arguments the settings of the property but for those that tell it from its kin
   */
  record Question(Inquiry inquiry, Map<String, Object> arguments) {}

  /** What an event says. */
  record Told(PropertySpec property, Topic topic) implements Item {}

  /** Frames or clips that are kept in files. */
  record Recorded(PropertySpec property, RecordingSettings settings) implements Item {}
}
