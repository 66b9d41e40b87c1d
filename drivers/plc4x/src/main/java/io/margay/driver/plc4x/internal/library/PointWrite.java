package io.margay.driver.plc4x.internal.library;

/** A value on its way to a point, in the Java type that the type of the property names. */
public record PointWrite(Point point, Object value) {}
