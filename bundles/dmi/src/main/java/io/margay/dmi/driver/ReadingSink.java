package io.margay.dmi.driver;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes the answers of one execution of a {@link ReadPlan}. Used only during the call it came in.
 */
@ProviderType
public interface ReadingSink {

  /**
   * The device gave a value; it is as old as its arrival.
   *
   * @param value a {@link Boolean}, {@link Number}, {@link String} or {@code byte[]}; the engine
   *     scales it and brings it to the type of the property
   */
  void good(PropertySpec property, Object value);

  /** A whole number, without garbage. */
  default void good(PropertySpec property, long value) {
    good(property, (Object) value);
  }

  /** A number, without garbage. */
  default void good(PropertySpec property, double value) {
    good(property, (Object) value);
  }

  /** The device gave a value, and said when it held it. */
  void good(PropertySpec property, Object value, Instant deviceTime);

  /**
   * The device gave no value for this property.
   *
   * @param reason in words for people, such as {@code exception 2 (illegal data address)}
   */
  void bad(PropertySpec property, String reason);
}
