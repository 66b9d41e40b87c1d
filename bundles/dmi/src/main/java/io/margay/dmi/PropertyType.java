package io.margay.dmi;

/**
 * The type of a property's value, and the Java type that carries it in a {@link Sample}.
 *
 * <p>The names are those of {@code DeviceModel.spec.properties[].type}.
 */
public enum PropertyType {
  /** A {@link Long}, or a {@link java.math.BigInteger} beyond its range. */
  INT,
  /** A {@link Double} of single precision. */
  FLOAT,
  /** A {@link Double}. */
  DOUBLE,
  /** A {@link String}. */
  STRING,
  /** A {@link Boolean}. */
  BOOLEAN,
  /** A {@code byte[]} that nobody changes. */
  BYTES,
  /**
   * Frames or clips that a mapper keeps elsewhere; the value is a {@link String} that says where.
   */
  STREAM
}
